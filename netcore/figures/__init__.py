"""Plotly figures out of plain arrays, one file for each kind of picture, all on one stage."""
