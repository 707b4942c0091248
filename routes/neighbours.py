"""Which provinces lie beside each other, over land, dike or bridge: for whoever looks a little further."""

# by organisations.enums.Province
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "groningen": ("fryslan", "drenthe"),
    "fryslan": ("groningen", "drenthe", "overijssel", "flevoland", "noord-holland"),
    "drenthe": ("groningen", "fryslan", "overijssel"),
    "overijssel": ("drenthe", "fryslan", "flevoland", "gelderland"),
    "flevoland": ("fryslan", "overijssel", "gelderland", "utrecht", "noord-holland"),
    "gelderland": ("overijssel", "flevoland", "utrecht", "zuid-holland", "noord-brabant", "limburg"),
    "utrecht": ("flevoland", "gelderland", "noord-holland", "zuid-holland"),
    "noord-holland": ("fryslan", "flevoland", "utrecht", "zuid-holland"),
    "zuid-holland": ("noord-holland", "utrecht", "gelderland", "noord-brabant", "zeeland"),
    "zeeland": ("zuid-holland", "noord-brabant"),
    "noord-brabant": ("zeeland", "zuid-holland", "gelderland", "limburg"),
    "limburg": ("noord-brabant", "gelderland"),
}
