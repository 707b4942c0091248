# What these migrations took the place of (mkbroute.access.replaced tells how).
FORMER = [
    ("organisations", name)
    for name in """
    0001_initial 0002_enter 0003_mkb_thresholds 0004_membership_public_id 0005_second_factor 0006_identity_stays
    0007_membership_end_stays 0008_former_styles 0009_card
""".split()
]
