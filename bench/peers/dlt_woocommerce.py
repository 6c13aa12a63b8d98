"""dlt's rest_api source against WooCommerce: products, and the variations of all products as one listing (10.3 and later)."""
from answer_lines import answer, order
from dlt_pipeline import load

from dlt.sources.rest_api import rest_api_source

ORDER = order()


def resource(name, fields, more=None):
    return {
        "name": name,
        "max_table_nesting": 0,
        "parallelized": True,
        "endpoint": {
            "path": name,
            "params": {"per_page": 100, "orderby": "id", "order": "asc", "_fields": fields, **(more or {})},
            # The Link header of a shop behind a proxy names an address that cannot be followed.
            "paginator": {"type": "page_number", "base_page": 1, "total_path": None, "stop_after_empty_page": True},
        },
    }


def woocommerce():
    return rest_api_source(
        {
            "client": {
                "base_url": ORDER["storeUrl"] + "/wp-json/wc/v3/",
                "auth": {
                    "type": "http_basic",
                    "username": ORDER["consumerKey"],
                    "password": ORDER["consumerSecret"],
                },
            },
            "resource_defaults": {"primary_key": "id", "write_disposition": ORDER["merge"]},
            "resources": [
                resource("products", ORDER["productFields"], {"status": "any"}),
                resource("variations", ORDER["variationFields"]),
            ],
        }
    )


answer(lambda: load(ORDER, woocommerce()))
