"""Les images du TP9 : apprentissage, entropies, mots regardés, modèles côte à côte.

Les couleurs se distinguent aussi quand on est daltonien (palette d'Okabe et Ito).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
MARKERS = "osD^vP"
SHADE = "230, 159, 0"  # l'orange de la palette, lisible sous un texte noir
CARD = "background: #fff; color: #111; padding: 0.6em; border-radius: 4px;"  # les mêmes contrastes sur un thème sombre
COMMA = FuncFormatter(lambda value, _: _french(f"{value:g}"))
PERCENT = FuncFormatter(lambda value, _: _french(f"{100 * value:.4g} %"))
MOST_EPOCHS = 10  # dessinés l'un sous l'autre


@dataclass(frozen=True)
class Shown:
    """Ce que Jupyter montre en couleurs, et un terminal en texte."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def curves(histories) -> Figure:
    """Le coût et la précision de chaque modèle au fil des passages.

    histories : {nom du modèle: [{"epoch": entier, "loss": coût, "accuracy": entre 0 et 1}, …]}
    """
    figure, panels = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    titles = {"loss": "Coût d'apprentissage", "accuracy": "Bonnes réponses sur le test"}
    for axes, (key, title) in zip(panels, titles.items()):
        for i, (name, history) in enumerate(histories.items()):
            epochs = [entry["epoch"] for entry in history]
            style = {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)], "label": name}
            axes.plot(epochs, [entry[key] for entry in history], **style)
        _tidy(axes, title, "passage sur les données")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(PERCENT if key == "accuracy" else COMMA)
    panels[0].legend(frameon=False)
    return figure


def entropies(history) -> Figure:
    """L'histogramme des entropies de l'attention, un passage sous l'autre, sur le même axe ; le trait est la moyenne.

    history : [{"epoch": entier, "entropy": (N,), une entropie par texte}, …]
    """
    told = [entry for entry in history if entry.get("entropy") is not None]
    if not told:
        raise ValueError("Aucune entropie à montrer : chaque entrée de history doit avoir une clé « entropy ».")
    told = [told[i] for i in np.unique(np.linspace(0, len(told) - 1, MOST_EPOCHS).astype(int))]
    bins = np.linspace(0, 1.02 * max(np.max(entry["entropy"]) for entry in told) + 1e-9, 50)
    figure, rows = plt.subplots(
        len(told), 1, figsize=(7, 1.2 + 0.65 * len(told)), sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    for axes, entry, shade in zip(rows[:, 0], told, np.linspace(0, 0.8, len(told))):
        mean = float(np.mean(entry["entropy"]))
        axes.hist(entry["entropy"], bins=bins, color=plt.get_cmap("viridis")(shade))
        axes.axvline(mean, color="black", linewidth=1.5)
        axes.text(1.01, 0.3, _french(f"{mean:.2f}"), transform=axes.transAxes)
        axes.set_ylabel(f"passage {entry['epoch']}", rotation=0, ha="right", va="center")
        axes.set_yticks([])
        axes.tick_params(bottom=axes is rows[-1, 0])
        axes.spines[["top", "right", "left"]].set_visible(False)
    rows[0, 0].set_title("Entropie de l'attention : basse, elle choisit ; haute, elle regarde tout")
    rows[-1, 0].set_xlabel("entropie (en nats) ; le trait, et le nombre à droite : la moyenne")
    rows[-1, 0].xaxis.set_major_formatter(COMMA)
    return figure


def attended(words, p, title="") -> Shown:
    """Un texte dont chaque mot est coloré selon le poids que l'attention lui donne, relativement au plus grand.

    words : les n mots ; p : (n,), leurs poids
    """
    p = np.asarray(p, dtype=float)
    if p.shape != (len(words),):
        raise ValueError(f"Il faut un poids par mot : {len(words)} mots, et des poids de forme {p.shape}.")
    top = float(p.max(initial=0)) or 1.0
    spans = " ".join(_shaded(escape(word), weight / top, _french(f"{weight:.3f}")) for word, weight in zip(words, p))
    scale = "".join(_shaded("&nbsp;" * 4, level / 4, "") for level in range(5))
    html = (
        f'<div style="{CARD} line-height: 1.7; max-width: 50em;"><strong>{escape(title)}</strong>'
        f'<p style="margin: 0.3em 0;">{spans}</p><small>poids : 0 {scale} {_french(f"{top:.3f}")}</small></div>'
    )
    first = np.argsort(-p, kind="stable")[:8]
    width = max((len(words[i]) for i in first), default=0)
    rows = [f"  {words[i]:<{width}}  {_french(f'{p[i]:.3f}')}  {'█' * round(20 * p[i] / top)}" for i in first]
    return Shown(html, "\n".join([title or "Les mots les plus regardés", *rows]))


def comparison(rows) -> Shown:
    """Les modèles côte à côte, le meilleur en gras.

    rows : [{"name": nom, "parameters": nombre de paramètres, "accuracy": entre 0 et 1, "seconds": durée}, …]
    """
    head = ["modèle", "paramètres", "bonnes réponses", "durée"]
    best = max((row["accuracy"] for row in rows), default=0)
    cells = []
    for row in rows:
        count, rate, seconds = f"{row['parameters']:,}".replace(",", "\xa0"), 100 * row["accuracy"], row["seconds"]
        cells.append([row["name"], count, _french(f"{rate:.1f}\xa0%"), _french(f"{seconds:.1f}\xa0s")])
    lines = [_line(head, bold=True), *(_line(texts, row["accuracy"] == best) for texts, row in zip(cells, rows))]
    html = f'<table style="{CARD}">{"".join(lines)}</table>'
    widths = [max(map(len, column)) for column in zip(head, *cells)]
    text = []
    for name, *others in [head, *cells]:
        text.append("  ".join([name.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:]))]))
    return Shown(html, "\n".join(text))


def trade_off(results) -> Figure:
    """L'effet de λ : l'entropie moyenne de l'attention et la précision.

    results : [{"lam": λ, "entropy": entropie moyenne, "accuracy": entre 0 et 1}, …]
    """
    results = sorted(results, key=lambda result: result["lam"])
    places = range(len(results))  # à égale distance : 0 n'a pas de place sur un axe logarithmique
    figure, panels = plt.subplots(1, 2, figsize=(10, 3.2), layout="constrained")
    titles = {"entropy": "Entropie moyenne de l'attention (nats)", "accuracy": "Bonnes réponses sur le test"}
    for i, (axes, (key, title)) in enumerate(zip(panels, titles.items())):
        axes.plot(places, [result[key] for result in results], color=COLOURS[i], marker=MARKERS[i])
        axes.set_xticks(places, [_french(f"{result['lam']:g}") for result in results])
        axes.yaxis.set_major_formatter(PERCENT if key == "accuracy" else COMMA)
        _tidy(axes, title, "λ")
    rates = [result["accuracy"] for result in results]
    panels[0].set_ylim(0, 1.1 * max(result["entropy"] for result in results))
    panels[1].set_ylim(min(rates) - 0.02, max(rates) + 0.02)  # quelques textes de plus ou de moins ne sont pas un effet
    return figure


def _shaded(html, level, told) -> str:
    return f'<span style="background: rgba({SHADE}, {level:.2f}); padding: 0 2px;" title="{told}">{html}</span>'


def _line(texts, bold) -> str:
    weight = "bold" if bold else "normal"
    cells = (
        f'<td style="text-align: {"right" if i else "left"}; font-weight: {weight}; padding: 0.2em 0.8em;">{escape(text)}</td>'
        for i, text in enumerate(texts)
    )
    return f'<tr style="background: #fff;">{"".join(cells)}</tr>'


def _tidy(axes, title, label) -> None:
    axes.set_title(title)
    axes.set_xlabel(label)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _french(number: str) -> str:
    return number.replace(".", ",")
