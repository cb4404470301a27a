using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A place's calculated and declared level side by side, the form that declares one, and how levels went.</summary>
public sealed partial class DeclaredPanel(Permits permits, LevelDesk desk, LevelHistory history, ViewMoment moment) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<string> _problems = [];
    private ImmutableArray<LevelLine> _history = [];
    private DeclareFields _fields = new();
    private (PlaceCode Place, OpelLevel? Level, DeclaredLevel? Declared, DateTimeOffset? At)? _read;
    private string? _author;
    private string? _done;
    private bool _isOpen;

    /// <summary>The place.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>It now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    /// <summary>The level that holds; null for none.</summary>
    [Parameter, EditorRequired]
    public required DeclaredLevel? Declared { get; set; }

    /// <summary>The rules that the level was calculated by.</summary>
    [Parameter, EditorRequired]
    public required PressureRules Rules { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.DeclareLevel, Place.Code);
        var shown = (Place.Code, State.Pressure.Level, Declared, moment.At);
        if (_read == shown) return;
        if (_read?.Place != Place.Code) (_fields, _problems, _done, _isOpen) = (new(), [], null, false);
        _read = shown;
        await ReadHistoryAsync();
    }

    private async Task ReadHistoryAsync() => _history = await history.OfAsync(Place.Code, moment.At, _closed.Token);

    private async Task DeclareAsync()
    {
        (_done, _isOpen) = (null, true);
        if (SignedIn is null) return;
        _problems = await desk.DeclareAsync((await SignedIn).User, Place.Code, _fields, _closed.Token);
        if (!_problems.IsEmpty) return;
        _done = $"{LevelText.Of((OpelLevel)_fields.Level)} is declared, for {_fields.Hours} hours.";
        (_fields, _isOpen) = (new(), false);
    }

    private async Task WithdrawAsync()
    {
        _done = null;
        if (SignedIn is null) return;
        _problems = await desk.WithdrawAsync((await SignedIn).User, Place.Code, _closed.Token);
        if (_problems.IsEmpty) (_done, _isOpen) = ("The declared level is withdrawn; the calculated one stands alone.", false);
    }
}
