using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Calls;

/// <summary>One call: its pack, and what happens on it as it happens, for everybody who has the page open.</summary>
public sealed partial class CallPage(
    Permits permits, CallLog log, CallView view, ActionLog actions, CallMaker maker, CallRemake remake, CallPresence presence, CallWatch watch, NavigationManager navigation, TimeProvider time,
    ILogger<CallPage> logger) : IDisposable
{
    private static readonly ImmutableArray<(string Part, string Name)> Parts =
    [
        ("pack-grip", "Grip gaps"), ("pack-levels", "Levels"), ("pack-changes", "What changed"), ("pack-breaches", "Breaches"),
        ("pack-capacity", "Capacity"), ("pack-delays", "Delayed transfers"), ("pack-actions", "Actions"), ("pack-missing", "Missing or late"),
    ];

    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _visit;
    private CancellationToken _end;
    private DateTimeOffset _at;
    private DateTimeOffset _looked;
    private bool _isFound;
    private bool _isAway;
    private bool _isBlind;
    private bool _isMaking;
    private FrozenPack? _frozen;
    private CallPack? _pack;
    private CallPack? _now;
    private CallRecord _record = CallRecord.None;
    private (ImmutableArray<string> Named, int Others) _present = ([], 0);
    private ImmutableArray<PackDifference> _differences = [];
    private ImmutableArray<JointAction> _given = [];
    private string _again = "";
    private string _spoken = "";
    private string? _author, _by;
    private bool _mayChair, _mayGive;

    /// <summary>The call's name, <see cref="CallId"/>.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private bool IsOpen => _looked >= _at - CallDesk.OpensBefore
        && (_record.Stage is not CallStage.Waiting || _looked <= _at + CallDesk.StartsWithin);

    private bool CanAct => _by is not null && IsOpen && !_record.IsOver;

    // Who is in the middle of a sentence when the chair ends the call finishes it.
    private bool CanFinish => _by is not null && _record.TakesNotes(_looked);

    private string Closed => _looked < _at ? $"People can gather here from {UkTime.Clock(_at - CallDesk.OpensBefore)}." : "Nobody held this call.";

    private string State => _frozen is not null ? $"{CallText.Stage(_record, _at)}. Every figure of the pack is as it was known at {PastText.Moment(_at)}."
        : _looked < _at ? $"{CallText.Until(_at, _looked)[..1].ToUpperInvariant()}{CallText.Until(_at, _looked)[1..]}. {CallText.Stage(_record, _at)}."
        : $"{CallText.Stage(_record, _at)}.";

    private string Preview => _looked < _at
        ? $"This is what is known now, at {UkTime.Clock(_pack!.At)}; the pack is frozen a minute after {UkTime.Clock(_at)}, as of {UkTime.Clock(_at)}."
        : $"This is what is known now, at {UkTime.Clock(_pack!.At)}; the pack as of {UkTime.Clock(_at)} is being frozen.";

    private string Nothing => _frozen is not null ? "The pack was frozen by another version of the program, and this one cannot read it. Its text is kept: open it as JSON."
        : _isAway ? "Calls cannot be read at the moment. Try again in a minute; what is live is not affected."
        : _isBlind ? "What is known now cannot be put together at the moment. The other pages are not affected."
        : _looked > _at ? "No pack was frozen: the record says nothing of the call's moment, calls were not kept here yet, or the program was away for longer than a day."
        : "The call's pack is not frozen yet. Before the next call, its page shows what is known now.";

    /// <inheritdoc/>
    public void Dispose()
    {
        _visit?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _end = _closed.Token;
        if (!CallId.TryParse(Id, out _at) || !(maker.Times.IsCall(_at) || await IsKnownAsync()))
        {
            navigation.NotFound();
            return;
        }

        _isFound = true;
        await LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || !_isFound) return;
        _ = FollowAsync();
        _visit = presence.Come(Id, _author); // After the page listens, so that it sees itself come.
    }

    private async Task FollowAsync()
    {
        try
        {
            await watch.FollowAsync(Id, () => InvokeAsync(ShowAsync), () => InvokeAsync(Meet), _end);
        }
        catch (Exception error) when (!_end.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        var before = _record;
        await LookAsync();
        if (_record.Stage != before.Stage || _record.Chair != before.Chair) _spoken = $"{CallText.Stage(_record, _at)}. Chair: {_record.Chair ?? "nobody"}.";
        StateHasChanged();
    }

    private void Meet()
    {
        _present = presence.On(Id);
        StateHasChanged();
    }

    private async Task<bool> IsKnownAsync()
    {
        try
        {
            return await log.IsFrozenAsync(Id, _end);
        }
        catch (EventLogException)
        {
            return true; // Whether there is such a call cannot be said now.
        }
    }

    private async Task LookAsync()
    {
        _author = await PersonText.OfAsync(SignedIn);
        _by = await permits.ByAsync(SignedIn, Act.JoinCall);
        _mayChair = await permits.ByAsync(SignedIn, Act.ChairCall) is not null;
        _mayGive = await permits.SomewhereAsync(SignedIn, Act.GiveAction) is not null;
        _looked = time.GetUtcNow();
        _present = presence.On(Id);
        _given = [.. actions.Current.Where(action => action.Call == Id)];
        try
        {
            var look = await view.LookAsync(Id).WaitAsync(_end);
            (_record, _frozen, _isAway) = (look.Record.AsAt(_looked), look.Frozen, false);
            if (_frozen is not null) _pack = look.Pack;
        }
        catch (EventLogException)
        {
            _isAway = true;
        }

        var isNext = _frozen is null && CallClock.IsOurs(_at, log.BegunAt) && (_looked < _at || _looked - _at < CallClock.Back);
        _now = isNext || _record.Stage is CallStage.UnderWay || CanFinish ? await view.NowAsync(_at) : null;
        _isBlind = isNext && _now is null;
        if (_frozen is null) _pack = isNext ? _now : null;
    }

    private async Task MakeAgainAsync()
    {
        if (_frozen is not { } frozen || _isMaking) return;
        (_isMaking, _again, _differences) = (true, "It is being made again...", []);
        try
        {
            var remade = await remake.OfAsync(frozen, _end);
            (_differences, _again) = (remade.Differences, Answer(remade));
        }
        catch (Exception error) when (!_end.IsCancellationRequested)
        {
            LogNotMade(logger, Id, error);
            _again = "It cannot be made again at the moment. Try again in a minute; if it stays so, tell whoever runs this server.";
        }
        finally
        {
            _isMaking = false;
        }
    }

    private string Answer(Remade remade) => remade switch
    {
        { IsIntact: false } => "The frozen text is not what was frozen: its SHA-256 is another.",
        { Outcome: not Live.PastOutcome.Known } => "The record cannot be read at the moment. Try again in a minute.",
        { IsEqual: true } => $"Made again from the record at {UkTime.DateAndClock(time.GetUtcNow())}: it is equal to the frozen one, to the digit.",
        _ => $"Made again from the record at {UkTime.DateAndClock(time.GetUtcNow())}: {remade.Differences.Length} things differ.",
    };

    [LoggerMessage(LogLevel.Error, "The pack of call {Call} could not be made again; who asked was told so.")]
    private static partial void LogNotMade(ILogger logger, string call, Exception error);
}
