using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Loads;
using SystemFlow.Web.Components.Parts;

namespace SystemFlow.Web.Components.Pages.Alerts;

/// <summary>How much alerts ask of people, beside the norms. Counted when the page is opened.</summary>
public sealed partial class AlertLoadPage(IEventLog events, IOutbox outbox, IRuleBook book, Footprint footprint, TimeProvider time)
{
    private const int Week = 7;
    private const int Month = 28;
    private const int MostRules = 10;
    private const int MostAlerts = 5_000; // As FiredAsync gives at most.
    private const int MostMessages = 10_000;

    private AlertLoad? _load;
    private int _days = Week;
    private bool _isCut;

    /// <summary>How many days back: 28, or else 7.</summary>
    [SupplyParameterFromQuery]
    public int? Days { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _days = Days == Month ? Month : Week;
        var to = time.GetUtcNow();
        var from = to.AddDays(-_days);
        var fired = await events.FiredAsync(from, to, CancellationToken.None);
        var histories = await events.HistoriesAsync(from, to, CancellationToken.None);
        var messages = await outbox.ReadAsync(null, null, MostMessages, CancellationToken.None);
        _isCut = fired.Length >= MostAlerts || (messages.Length >= MostMessages && messages[^1].Message.MadeAt > from);
        _load = AlertLoads.Of(fired, histories, messages, events.Current, from, to);
    }

    private static string ShiftWords(AlertLoad load)
    {
        var above = load.Shifts.Count(shift => shift.Tally.Alerts > shift.Norm);
        return above == 0 ? "No shift is above it." : $"{above} of {load.Shifts.Length} shifts are above it.";
    }

    private static string Percent(double? share) => TallyRow.Percent(share);

    private static string Median(AlertTally tally) => TallyRow.Median(tally);

    private static string Burst(Burst? burst) => burst is not { } busiest ? "None" : $"{busiest.Alerts}{(busiest.IsFlood ? ", a flood" : "")}";

    private static string ShiftName(ShiftLoad shift) => $"{shift.Date:ddd d MMM}, {(shift.IsNight ? "night" : "day")}";

    private static string PerTen(IEnumerable<ShiftLoad> shifts)
    {
        var (alerts, norm) = (shifts.Sum(shift => shift.Tally.Alerts), shifts.Sum(shift => shift.Norm));
        var share = norm > 0 ? alerts / norm : 0;
        return share is > 0 and < 0.01 ? "Under 0.01" : $"{share.ToString("0.##", CultureInfo.InvariantCulture)}{(share > 1 ? ", above the norm" : "")}";
    }

    private string RuleName(string code) => book.Current.Alerts.Rules.FirstOrDefault(rule => rule.Code == code)?.Name ?? code;
}
