using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Rotas;

/// <summary>One role: who takes it now and in the next 14 days.</summary>
/// <param name="Turns">One after the other from now on, those with nobody too; the first is now's.</param>
internal sealed record DutyLine(Role Role, Place Place, ImmutableArray<Turn> Turns)
{
    /// <summary>How far ahead gaps are looked for.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private const double Length = 1_400, LeastWidth = 6;

    public Lead? Now => Turns[0].Lead;

    public ImmutableArray<Turn> Gaps => [.. Turns.Where(turn => turn.Lead is null)];

    /// <summary>What comes next: <c>until 8pm today, then Lister site lead, night</c>.</summary>
    public string NextWords => Turns is [var now, var next, ..]
        ? $"until {RotaText.When(now.To, now.From)}, then {next.Lead?.Name ?? "nobody"}"
        : "no change in the next 14 days";

    /// <summary><c>2 gaps, 24 hours in all</c>, or <c>No gap</c>.</summary>
    public string GapWords => Gaps.Length switch
    {
        0 => "No gap",
        1 => $"1 gap, {RotaText.Length(Gaps[0].To - Gaps[0].From)}",
        var count => $"{count} gaps, {RotaText.Length(Gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.To - gap.From)))} in all",
    };

    /// <summary>Every role of a rota from a moment on: those with a gap first, then in the order of places.</summary>
    public static ImmutableArray<DutyLine> Of(Rota rota, Footprint footprint, DateTimeOffset now)
    {
        var rules = new RotaRules(rota, footprint);
        return
        [
            .. rota.Roles.Select(role => new DutyLine(role, footprint.Find(role.Place), rules.TurnsOf(role.Code, now, now + Ahead)))
                .OrderBy(line => line.Gaps.IsEmpty).ThenBy(line => footprint.Places.IndexOf(line.Place)),
        ];
    }

    /// <summary>The turns as bars on a line that is 1,400 long, 100 for each day.</summary>
    public IEnumerable<(string X, string Width, string Style)> Bars(DateTimeOffset from)
    {
        var isSecond = false;
        foreach (var turn in Turns)
        {
            var (x, width) = (Length * (turn.From - from) / Ahead, Length * (turn.To - turn.From) / Ahead);
            var style = turn.Lead is null ? "gap" : isSecond ? "second" : "first";
            yield return (Text(x), Text(turn.Lead is null ? Math.Max(LeastWidth, width) : width), $"flow-duty__{style}");
            isSecond = !isSecond;
        }
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
