using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Alerts;

namespace SystemFlow.Web.Actions;

/// <summary>What the list of actions is narrowed to, as its address says. What an address does not know is as if it were not there.</summary>
/// <param name="Status">One of <see cref="Statuses"/>; null for open.</param>
/// <param name="Owner">An organisation with all under it; null for everybody.</param>
public sealed record ActionFilter(string? Status, Place? Owner)
{
    /// <summary>Every status to choose from: as it stands in the address, and in words.</summary>
    public static ImmutableArray<(string? Code, string Words)> Statuses { get; } = [(null, "Open"), ("overdue", "Overdue"), ("closed", "Closed")];

    /// <summary>From an address.</summary>
    public static ActionFilter Of(Footprint footprint, string? status, string? owner) => new(
        Statuses.Any(known => known.Code == status) ? status : null,
        footprint.TryFind(owner, out var found) && found.Parent is not null ? found : null);

    /// <summary>Overdue first, the longest first; then by what is due next. What is closed, the newest first.</summary>
    public static IEnumerable<JointAction> InOrder(IEnumerable<JointAction> actions) => actions
        .OrderBy(action => !action.IsOpen).ThenBy(action => action.IsOpen ? action.Due : DateTimeOffset.MaxValue).ThenByDescending(action => action.Since);

    /// <summary>Those that are shown, in order.</summary>
    public ImmutableArray<JointAction> Of(IEnumerable<JointAction> actions, Footprint footprint, DateTimeOffset now) =>
        [.. InOrder(actions.Where(action => IsOwners(action, footprint) && HasStatus(action, now)))];

    /// <summary>Whether the chosen organisation, or one under it, owns an action.</summary>
    public bool IsOwners(JointAction action, Footprint footprint) =>
        Owner is null || (footprint.TryFind(action.Owner.ToString(), out var owner) && AlertFilter.IsUnder(footprint, owner.Code, Owner.Code));

    /// <summary>The address of this view.</summary>
    public string Address
    {
        get
        {
            string?[] terms = [Status is null ? null : $"status={Status}", Owner is null ? null : $"owner={Owner.Code}"];
            var query = string.Join('&', terms.OfType<string>());
            return query.Length > 0 ? $"/actions?{query}" : "/actions";
        }
    }

    private bool HasStatus(JointAction action, DateTimeOffset now) => Status switch
    {
        "overdue" => action.IsOverdue(now),
        "closed" => !action.IsOpen,
        _ => action.IsOpen,
    };
}
