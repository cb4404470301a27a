using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What is expected, and the form to say so beforehand.</summary>
public sealed partial class PlanPanel(Footprint footprint, IRuleBook book)
{
    private ImmutableArray<string> _problems = [];
    private string _place = "";
    private string _rule = "";
    private string _reason = "";
    private DateTime _from;
    private DateTime _to;
    private string? _done;

    /// <summary>Planned events that hold now or later.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<PlannedEvent> Planned { get; set; }

    /// <summary>The moment now. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Who is signed in; null for nobody.</summary>
    [Parameter, EditorRequired]
    public string? Author { get; set; }

    /// <summary>The address to come back to after signing in.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    /// <summary>Keeps it; answers what is wrong with it, none when it was kept.</summary>
    [Parameter, EditorRequired]
    public required Func<PlannedEvent, Task<ImmutableArray<string>>> OnPlan { get; set; }

    /// <summary>Ends one now; answers why not, null when it was ended.</summary>
    [Parameter, EditorRequired]
    public required Func<PlannedEvent, Task<string?>> OnEnd { get; set; }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        var hour = Now.AddTicks(-(Now.UtcTicks % TimeSpan.TicksPerHour));
        (_from, _to) = (UkTime.Wall(hour.AddHours(1)), UkTime.Wall(hour.AddHours(5)));
    }

    private bool Watches(AlertRule rule) => !footprint.TryFind(_place, out var place) || rule.Watches(place);

    private string RuleName(string? code) =>
        code is null ? "All alerts" : book.Current.Alerts.Rules.FirstOrDefault(rule => rule.Code == code)?.Name ?? code;

    private async Task EndAsync(PlannedEvent planned)
    {
        var refusal = await OnEnd(planned);
        _problems = refusal is null ? [] : [refusal];
        _done = refusal is null ? $"Ended: {RuleName(planned.Rule)} at {footprint.Find(planned.Place).ShortName}. Alerts there are told again." : null;
    }

    private async Task SaveAsync()
    {
        _done = null;
        var place = footprint.TryFind(_place, out var found) ? found.Code : default;
        var planned = new PlannedEvent(
            place, _rule.Length > 0 ? _rule : null, UkTime.Moment(_from), UkTime.Moment(_to), _reason.Trim(), Author ?? "");
        _problems = await OnPlan(planned);
        if (!_problems.IsEmpty) return;
        _done = $"Kept: {RuleName(planned.Rule)} at {found!.ShortName} until {UkTime.DateAndClock(planned.To)}.";
        _reason = "";
    }
}
