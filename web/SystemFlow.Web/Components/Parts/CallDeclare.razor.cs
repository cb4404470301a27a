using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Levels;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Each organisation's level now, calculated beside declared, and the form that declares one without leaving the call.</summary>
public sealed partial class CallDeclare(LevelDesk desk)
{
    private ImmutableArray<string> _problems = [];
    private DeclareFields _fields = new();
    private string _place = "";
    private string? _done;
    private bool _isOpen;

    /// <summary>The system now.</summary>
    [Parameter, EditorRequired]
    public required CallPack Now { get; set; }

    /// <summary>Whether who looks may declare.</summary>
    [Parameter, EditorRequired]
    public required bool CanAct { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private IEnumerable<PackLevel> Offered => Now.Levels.Where(level => level.Kind is not PlaceKind.BedBase);

    private IEnumerable<PackLevel> Levels => Offered.Where(level =>
        level.Kind is PlaceKind.Trust or PlaceKind.Board or PlaceKind.Footprint || level.Declared is not null);

    private async Task DeclareAsync()
    {
        (_done, _isOpen) = (null, true);
        if (SignedIn is null) return;
        var level = Offered.FirstOrDefault(one => one.Place.ToString() == _place);
        if (level is null)
        {
            _problems = ["Select the organisation."];
            return;
        }

        _problems = FreeText.ProblemOf(_fields.Reason, "the reason", LevelDesk.LongestReason) is { } problem
            ? [problem]
            : await desk.DeclareAsync((await SignedIn).User, level.Place, _fields, CancellationToken.None);
        if (!_problems.IsEmpty) return;
        _done = $"{LevelText.Of((OpelLevel)_fields.Level)} is declared for {level.Name}, for {_fields.Hours} hours.";
        (_fields, _place, _isOpen) = (new(), "", false);
    }
}
