/** Every series of Prometheus' text format with its value: `name{label="value"}`, labels by their names. */
export function seriesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', labels, value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (value === undefined) throw new Error(`no series: ${line}`);
      const sorted = labels
        ?.match(/\w+="[^"]*"/g)
        ?.sort()
        .join(',');
      return [sorted ? `${name}{${sorted}}` : name, Number(value)];
    }),
  );
}

/** The names of what is told, as `# TYPE` has them, with their HELP text. */
export function metricsOf(text: string): Map<string, { type: string; help: string }> {
  const help = new Map([...text.matchAll(/^# HELP (\w+) (.*)$/gm)].map(([, name = '', words = '']) => [name, words]));
  return new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [
      name,
      { type, help: help.get(name) ?? '' },
    ]),
  );
}

/** The series of one metric alone. */
export function seriesNamed(text: string, ...names: string[]): [string, number][] {
  return [...seriesOf(text)].filter(([series]) => names.includes(series.split('{')[0] ?? '')).sort();
}
