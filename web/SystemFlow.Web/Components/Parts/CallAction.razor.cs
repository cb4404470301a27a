using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Actions;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>The actions that a call gave, and the form that gives one on it.</summary>
public sealed partial class CallAction(ActionDesk desk)
{
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private ActionFields _fields = new();
    private string? _done;
    private bool _isOpen;

    /// <summary>The call's name.</summary>
    [Parameter, EditorRequired]
    public required string Call { get; set; }

    /// <summary>The actions that were given on it.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<JointAction> Given { get; set; }

    /// <summary>The moment now. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Name and role of who looks; null for nobody signed in.</summary>
    [Parameter, EditorRequired]
    public required string? Author { get; set; }

    /// <summary>Whether actions are given on it now.</summary>
    [Parameter, EditorRequired]
    public required bool CanAct { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private async Task GiveAsync(ActionFields fields)
    {
        (_done, _isOpen) = (null, true);
        if (SignedIn is null) return;
        fields.Call = Call;
        var answer = await desk.GiveAsync((await SignedIn).User, fields, CancellationToken.None);
        _problems = answer.Problems;
        if (!_problems.IsEmpty || answer.Action is not { } action) return;
        _done = $"Action {action.Number} is given, due {UkTime.DateAndClock(action.Due)}.";
        (_fields, _isOpen) = (new(), false);
    }
}
