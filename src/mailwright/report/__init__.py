"""Report: self-contained HTML pages with plots, for data cards, training runs and evaluations.

A page is one file: no request leaves it, it follows the reader's light or dark setting, and the same values give
the same bytes. Text is escaped wherever it is put in; blocks are ``Markup`` and are not escaped again. The modules
need the extra ``data``, ``train`` or ``eval``, so import them where a report is made, not where a command starts::

    import altair as alt

    from mailwright.report.blocks import facts, figure, prose, side_by_side, table
    from mailwright.report.page import page, section
    from mailwright.report.plot import plot_svg

    points = alt.Data(values=[{"step": 1, "loss": 2.31}, {"step": 2, "loss": 1.87}])
    curve = alt.Chart(points, title="Loss", width=420, height=220, description="Loss by step")
    curve = curve.mark_line().encode(x=alt.X("step:Q"), y=alt.Y("loss:Q"))
    html = page(
        "Run house-smollm2",
        section("Curves", figure(plot_svg(curve), "Loss on the training pairs.")),
        section("Evaluations", table(["step", "loss"], [(1, 2.31), (2, 1.87)])),
        kind="Training report",
        lead="LoRA on SmolLM2-135M-Instruct, 3 epochs.",
        head=facts([("pairs", "1,738"), ("steps", "651")]),
    )

Modules: ``page`` (the frame), ``blocks`` (what stands in it), ``plot`` (altair chart -> SVG), ``marked`` (text with
coloured spans), ``numbers`` (how figures are written), ``theme`` (colours and fonts), ``template`` (own templates).
"""
