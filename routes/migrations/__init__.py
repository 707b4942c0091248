# What these migrations took the place of (mkbroute.access.replaced tells how).
FORMER = [
    ("routes", name)
    for name in """
    0001_initial 0002_criteria 0003_facets 0004_route_in_depth 0005_catalogue 0006_board_and_funnel 0007_board_texts
    0008_recognition 0009_consents_and_own_steps 0010_norms_of_a_set 0011_uploads_and_channels 0012_outcomes
""".split()
]
