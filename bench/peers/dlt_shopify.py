"""dlt against Shopify's GraphQL API: its RESTClient with a cursor paginator, products and variants as two tables."""
from answer_lines import answer, order
from dlt_pipeline import load

import dlt
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

ORDER = order()


@dlt.source(max_table_nesting=0)
def shopify():
    client = RESTClient(
        base_url=ORDER["address"],
        headers={"x-shopify-access-token": ORDER["accessToken"]},
        paginator=JSONResponseCursorPaginator(
            cursor_path="data.products.pageInfo.endCursor",
            cursor_body_path="variables.after",
            has_more_path="data.products.pageInfo.hasNextPage",
        ),
        data_selector="data.products.edges[*].node",
    )

    @dlt.resource(selected=False)
    def pages():
        body = {"query": ORDER["query"], "variables": {"first": 250}}
        yield from client.paginate("/admin/api/2026-10/graphql.json", method="POST", json=body)

    @dlt.transformer(data_from=pages, primary_key="id", write_disposition=ORDER["merge"])
    def products(page):
        yield [{name: value for name, value in each.items() if name != "variants"} for each in page]

    @dlt.transformer(data_from=pages, primary_key="id", write_disposition=ORDER["merge"])
    def variants(page):
        yield [{**variant, "product_id": each["id"]} for each in page for variant in each["variants"]["nodes"]]

    return pages, products, variants


answer(lambda: load(ORDER, shopify()))
