using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Actions;

/// <summary>Every joint action: what is overdue first, then what is due next.</summary>
public sealed partial class ActionsPage(ActionLog log, TimeProvider time, Footprint footprint) : LiveActions(log, time)
{
    /// <summary>Actions shown at once.</summary>
    public const int Most = 100;

    private ActionFilter _filter = new(null, null);
    private ImmutableArray<JointAction> _shown = [];
    private ImmutableArray<Place> _owners = [];
    private ImmutableDictionary<string, int> _counts = ImmutableDictionary<string, int>.Empty;
    private string _spoken = "";
    private int? _spokenOpen;
    private int _open;
    private int _overdue;

    /// <summary>One of <see cref="ActionFilter.Statuses"/>; null for open.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>The code of an organisation: it and all under it; null for everybody.</summary>
    [SupplyParameterFromQuery]
    public string? Owner { get; set; }

    private string Summary => _open == 0 ? "Nothing is open here." : $"{ActionText.Counts(_open, _overdue)}. Overdue first, then what is due next.";

    private string Empty => (_filter.Status switch
    {
        "overdue" => "No action is overdue",
        "closed" => $"No action was closed within the last {ActionLog.ClosedShown.Days} days",
        _ => "No action is open",
    }) + (_filter.Owner is { } owner ? $" at {owner.ShortName}." : ".");

    /// <inheritdoc/>
    protected override Task LookAsync()
    {
        _filter = ActionFilter.Of(footprint, Status, Owner);
        var all = Log.Current;
        _owners = [.. all.Select(action => action.Owner).Distinct().Select(code => footprint.TryFind(code.ToString(), out var place) ? place : null)
            .OfType<Place>().OrderBy(place => footprint.Places.IndexOf(place))];
        var theirs = all.Where(action => _filter.IsOwners(action, footprint)).ToList();
        (_open, _overdue) = (theirs.Count(action => action.IsOpen), theirs.Count(action => action.IsOverdue(Now)));
        _counts = new Dictionary<string, int> { [""] = _open, ["overdue"] = _overdue, ["closed"] = theirs.Count - _open }.ToImmutableDictionary();
        _shown = _filter.Of(all, footprint, Now);
        if (_spokenOpen is { } before && before != _open) _spoken = $"{ActionText.Counts(_open, _overdue)}, {before} open before.";
        _spokenOpen = _open;
        return Task.CompletedTask;
    }
}
