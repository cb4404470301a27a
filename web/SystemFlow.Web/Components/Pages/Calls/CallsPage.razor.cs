using System.Collections.Immutable;
using System.Globalization;
using SystemFlow.Domain.Calls;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Calls;

/// <summary>Where A&amp;E Delivery Board members land: the next call, what to ask on it, and what the last one decided.</summary>
public sealed partial class CallsPage(CallView view, CallMaker maker, CallWatch watch, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private CancellationToken _end;
    private ImmutableArray<KeptCall> _calls = [];
    private CallPack? _pack;
    private KeptCall? _last;
    private DateTimeOffset _now;
    private DateTimeOffset _next;
    private bool _isAway;

    private string Times
    {
        get
        {
            var times = maker.Times.Times.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)).ToList();
            return times.Count == 1 ? times[0] : $"{string.Join(", ", times.SkipLast(1))} and {times[^1]}";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _end = _closed.Token;
        return LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            await watch.FollowAsync(null, () => InvokeAsync(ShowAsync), null, _end);
        }
        catch (Exception error) when (!_end.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        _now = time.GetUtcNow();
        _next = maker.Times.Next(_now);
        try
        {
            _calls = await view.NewestAsync().WaitAsync(_end);
            _isAway = false;
        }
        catch (EventLogException)
        {
            _isAway = true;
        }

        _last = _calls.FirstOrDefault(call => call.Record.StartedAt is not null);
        _pack = await view.NowAsync();
    }

    private static string Address(string call) => $"/calls/{call}";

    private static string TitleOf(string call) => CallId.TryParse(call, out var at) ? CallText.Title(at) : call;

    private string Stage(KeptCall call) => CallText.Stage(call.Record.AsAt(_now), CallId.TryParse(call.Id, out var at) ? at : _now);

    private static string Pack(KeptCall call) => call.FrozenAt is not { } frozen ? "Not frozen"
        : CallId.TryParse(call.Id, out var at) && frozen - at > FrozenPack.InTime ? $"Made {AgeText.Of(frozen - at)} later, from the record" : "Frozen";
}
