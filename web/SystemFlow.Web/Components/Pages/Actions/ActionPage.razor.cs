using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Actions;

/// <summary>One action: why, whose, until when, everything that happened to it, and what one can do.</summary>
public sealed partial class ActionPage(
    Permits permits, ActionLog log, ActionDesk desk, ActionOwners owners, IEventLog events, IRuleBook book, Footprint footprint, TimeProvider time, NavigationManager navigation)
    : LiveActions(log, time)
{
    private JointAction? _action;
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private string? _done, _by;
    private bool _isUnread;

    /// <summary>Its number.</summary>
    [Parameter]
    public int Number { get; set; }

    /// <inheritdoc/>
    protected override async Task LookAsync()
    {
        JointAction? found;
        try
        {
            found = await Log.FindAsync(Number, Closed);
            _isUnread = false;
        }
        catch (EventLogException)
        {
            _isUnread = true;
            return;
        }

        if (found?.Number != _action?.Number) (_problems, _done) = ([], null);
        _action = found;
        if (found is null) navigation.NotFound();
        else _by = await permits.ByAsync(SignedIn, Act.WorkAction, found.Owner) ?? await permits.ByAsync(SignedIn, Act.WorkAction, found.About);
    }

    private async Task ChangeAsync(ActionChangeFields fields)
    {
        _done = null;
        if (SignedIn is null) return;
        var answer = await desk.ChangeAsync((await SignedIn).User, Number, fields, Closed);
        _problems = answer.Problems;
        if (_problems.IsEmpty) _done = $"{ActionText.Head(fields.Kind)}: kept at {UkTime.Clock(Now)}.";
        await LookNowAsync();
    }

    private string NameOf(PlaceCode place) => footprint.TryFind(place.ToString(), out var found) ? found.ShortName : place.ToString();

    private string OnDuty(JointAction action) => !action.IsOpen ? ""
        : owners.OnDuty(action.OwnerRole, Now) is { } lead ? $"On duty now: {lead.Name}." : "Nobody is on duty in that role now.";

    private string AlertWords(string episode) =>
        events.Current.FirstOrDefault(alert => alert.Episode == episode) is { } alert ? $"{alert.Words.TrimEnd('.')}." : "It is over.";
}
