using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Domain.Rules;

namespace SystemFlow.Web.Alerts;

/// <summary>What one lead has to look at, and when they are on.</summary>
/// <param name="OnNow">The roles that they hold now, and until when.</param>
/// <param name="NextOn">Their next duty within four weeks; null for none.</param>
/// <param name="QuietUntil">When their quiet hours end; null outside them.</param>
/// <param name="Mine">Open alerts that are theirs, the most urgent first.</param>
internal sealed record LeadView(
    Lead Lead, ImmutableArray<(Role Role, DateTimeOffset Until)> OnNow, (Role Role, Turn Turn)? NextOn, DateTimeOffset? QuietUntil,
    ImmutableArray<(AlertLine Line, string Why)> Mine)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(28);

    /// <summary>The view of a lead at the board's moment.</summary>
    public static LeadView Of(Lead lead, AlertSnapshot board, RuleBook book, Footprint footprint)
    {
        var rota = new RotaRules(book.Rota, footprint);
        var now = board.At;
        var turns = book.Rota.Roles.Where(role => role.Duties.Any(duty => duty.Lead == lead.Code))
            .SelectMany(role => rota.TurnsOf(role.Code, now, now + Ahead).Where(turn => turn.Lead?.Code == lead.Code).Select(turn => (role, turn)))
            .ToList();
        var held = turns.Where(turn => turn.turn.From <= now).ToDictionary(turn => turn.role.Code, turn => turn.role.Name, StringComparer.Ordinal);
        var mine =
            from line in AlertLines.Of(board, book, footprint, board.Current, alert => alert.IsOpen)
            let why = WhyMine(line, lead, held, rota)
            where why is not null
            select (line, why);
        return new LeadView(
            lead,
            [.. turns.Where(turn => turn.turn.From <= now).Select(turn => (turn.role, turn.turn.To))],
            turns.Where(turn => turn.turn.From > now).Select(turn => ((Role, Turn)?)turn).MinBy(turn => turn!.Value.Item2.From),
            RotaRules.QuietEndsAt(lead, now),
            [.. mine]);
    }

    // Told of it, or on a rung of its ladder while on duty. Null for neither.
    private static string? WhyMine(AlertLine line, Lead lead, Dictionary<string, string> held, RotaRules rota)
    {
        if (line.Told.LastOrDefault(told => told.Message.Lead == lead.Code) is { } first)
        {
            return $"You were told at {Components.Words.UkTime.Clock(first.Message.MadeAt)}.";
        }

        if (line.Rule is null || rota.LadderFor(line.Place.Code, line.Rule.Owner) is not { } ladder) return null;
        var rung = ladder.Rungs.Select(rung => rung.Role).ToList().FindIndex(held.ContainsKey);
        return rung < 0 ? null : $"You are {Ordinal(rung)} on its ladder, as {held[ladder.Rungs[rung].Role]}.";
    }

    private static string Ordinal(int rung) => rung switch
    {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => $"number {rung + 1}",
    };
}
