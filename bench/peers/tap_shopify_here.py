"""tap-shopify as it is, but for where the shop is: it knows https://<shop>.myshopify.com alone."""
import json
import os
import re
import sys

import shopify
import tap_shopify
from tap_shopify.streams.products import Products

HERE = json.loads(os.environ["TAP_SHOPIFY_HERE"])


def initialize_client():
    """In place of a session: the address of the simulated shop, and what `shop.json` would say."""
    shopify.ShopifyResource.set_site(HERE["address"] + "/admin/api/2025-07")
    shopify.ShopifyResource.set_headers(
        {"User-Agent": "tap-shopify", "X-Shopify-Access-Token": HERE["accessToken"]}
    )
    return {"id": 1, "name": HERE["shop"], "myshopify_domain": HERE["shop"]}


def select(catalog):
    """Products and variants with all that the tap can read of them."""
    for stream in catalog["streams"]:
        chosen = stream["tap_stream_id"] in ("products", "product_variants")
        for entry in stream["metadata"]:
            field = entry["breadcrumb"][-1] if entry["breadcrumb"] else None
            entry["metadata"]["selected"] = chosen and field not in HERE["without"]
    return catalog


def without_dates_of_images(query):
    """The simulated shop has an image's address and size alone."""
    return re.sub(r"(on MediaImage \{\s+id)\s+updatedAt\s+createdAt\s+mimeType", r"\1", query)


get_query = Products.get_query
Products.get_query = lambda self: without_dates_of_images(get_query(self))
tap_shopify.initialize_shopify_client = initialize_client
discover = tap_shopify.discover
tap_shopify.discover = lambda: select(discover())
sys.exit(tap_shopify.main())
