"""Visitwatch: what changed in Ofsted's reports on English councils' children's services.

check_feeds      asks the portal and the feeds what is published
collect_report   fetches, archives and reads a publication
compare_visits   compares it with the authority's earlier reports
compose_alert    decides who is told, and in which words
deliver_alert    sends, once
record_delivery  learns what became of it
"""
