"""What many answers say together, and what of that may be shown: without the portal, so that researchers can check it.

gathered     the answers of one audience in one measurement, as arrays, with the groups they divide into
kinds        which categories the answers to an item fall into, and which of those sum up to which
tallies      how many gave which answer, in all and per group
protecting   what is hidden, over everything that is published together
published    the figures as they are shown, with what is hidden left out
measures     the figures that the nulmeting printed, taken of other answers
beside       two measurements next to each other
"""
