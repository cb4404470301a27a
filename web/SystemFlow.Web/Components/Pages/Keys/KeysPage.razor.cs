using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Keys;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Keys;

/// <summary>The feeds' keys: who has one, what it allows, and everything that can be done to it.</summary>
public sealed partial class KeysPage(Permits permits, FeedKeys keys, KeyDesk desk, Footprint footprint, TimeProvider time) : IDisposable
{
    private const int LinesShown = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<FeedKey> _keys = [];
    private ImmutableArray<KeyEvent> _history = [];
    private ImmutableArray<string> _problems = [];
    private KeyFields _issue = new();
    private KeyFields _change = new();
    private (FeedKey Key, KeyAct Act)? _open;
    private (string Feed, string Secret, PlaceCode? Place)? _shown;
    private DateTimeOffset _now;
    private string? _author;
    private string? _done;
    private bool _endsAtOnce;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        keys.Changed -= Heard;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.SomewhereAsync(SignedIn, Act.ManageKeys);
        Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        keys.Changed += Heard;
        _ = FollowAsync(_closed.Token);
    }

    private static string TitleOf(KeyAct act) => act switch
    {
        KeyAct.Rotated => "Rotate",
        KeyAct.Changed => "Change",
        _ => "Revoke",
    };

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(Show), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Heard() => _ = InvokeAsync(Show);

    private void Show()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        _now = time.GetUtcNow();
        if (_author is null) return;
        _keys = keys.All;
        _history = keys.History(LinesShown);
    }

    private void Open(FeedKey key, KeyAct act) =>
        (_open, _change, _endsAtOnce, _done, _problems) = ((key, act), KeyFields.Of(key), false, null, []);

    private void Close() => _open = null;

    private async Task IssueAsync()
    {
        var feed = _issue.Feed.Trim();
        var outcome = await DoAsync(person => desk.Issue(person, _issue), $"{feed} has a key.");
        if (outcome?.Secret is not { } secret) return;
        _shown = (feed, secret, _issue.IsEverywhere is true ? null : _issue.Places.FirstOrDefault());
        _issue = new KeyFields();
    }

    private async Task RotateAsync()
    {
        if (_open is not var (key, _)) return;
        var overlap = _endsAtOnce ? TimeSpan.Zero : KeyRules.UsualOverlap;
        var words = _endsAtOnce ? "the one before does not work any more" : $"the one before works until {UkTime.DateAndClock(time.GetUtcNow() + overlap)}";
        var outcome = await DoAsync(person => desk.Rotate(person, key.Feed, overlap), $"{key.Feed} has a new secret; {words}.");
        if (outcome?.Secret is { } secret) _shown = (key.Feed, secret, key.Places.IsEmpty ? null : key.Places[0]);
    }

    private async Task ChangeAsync() =>
        await DoAsync(person => desk.Change(person, _change), $"{_change.Feed} is changed; it holds from now on.");

    private async Task RevokeAsync()
    {
        if (_open is not var (key, _)) return;
        await DoAsync(person => desk.Revoke(person, key.Feed), $"{key.Feed} is revoked: what it sends is refused from now on.");
    }

    private async Task<KeyOutcome?> DoAsync(Func<ClaimsPrincipal, KeyOutcome> act, string done)
    {
        if (SignedIn is null) return null;
        var outcome = act((await SignedIn).User);
        _problems = outcome.Problems;
        _done = _problems.IsEmpty ? done : null;
        if (_problems.IsEmpty) (_open, _shown) = (null, null);
        Look();
        return outcome;
    }
}
