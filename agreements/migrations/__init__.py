# What these migrations took the place of (mkbroute.access.replaced tells how).
FORMER = [
    ("agreements", name)
    for name in """
    0001_initial 0002_links_and_chain 0003_party_identity 0004_national_templates 0005_signer_renews_link
    0006_verify 0007_list_by_last_change 0008_final_rows 0009_templates 0010_national_templates_2
    0011_signing_in_depth 0012_turns_and_readers 0013_order_of_templates 0014_addenda 0015_verify_addenda
    0016_drafting 0017_practice 0018_practice_terms 0020_hold 0021_retention_rules 0022_kept 0023_subsidy
    0024_subsidy_facts 0025_endings 0026_life 0027_life_terms 0028_after_signing 0031_salary_and_meetings
    0032_alerts 0033_alerts_and_sequels
""".split()
]
