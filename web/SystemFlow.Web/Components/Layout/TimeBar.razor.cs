using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Layout;

/// <summary>
/// Says whether a page is live or of a past moment, and goes from one to the other. The moment is the address, so that it can be
/// shared; a link to another page that takes a moment keeps it. Shows nothing on pages that are always of now.
/// </summary>
public sealed partial class TimeBar(ViewMoment moment, PastView view, RunMode mode, TimeProvider time, NavigationManager navigation) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15), Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource? _playing;
    private IDisposable? _keeping;
    private Past? _past;
    private string? _entered;
    private string? _problem;
    private DateOnly? _date;
    private TimeOnly? _time;
    private int _pace = 15;

    private bool IsPlaying => _playing is not null;

    private string Words => _past is { Outcome: not (PastOutcome.Known or PastOutcome.Reading) } past
        ? PastText.Nothing(past)
        : moment.At is { } at ? PastText.AsKnown(at) : "";

    /// <inheritdoc/>
    public void Dispose()
    {
        navigation.LocationChanged -= Moved;
        _keeping?.Dispose();
        Stop();
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += Moved;
        return EnterAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _keeping = navigation.RegisterLocationChangingHandler(KeepAsync);
    }

    private void Moved(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(async () =>
    {
        try
        {
            await EnterAsync();
            StateHasChanged();
        }
        catch (Exception error) when (!_closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    });

    // The fields say what is shown; while it is live, what was live when the page was opened.
    private async Task EnterAsync()
    {
        var asked = moment.Asked;
        if (asked is null || moment.At is null) Stop();
        (_past, _problem) = (null, null);
        if (_entered is null || moment.At is not null) Fill(moment.Now);
        _entered = navigation.Uri;
        if (asked is null) return;
        var past = await view.AskAsync(asked, _closed.Token);
        if (asked == moment.Asked) _past = past;
    }

    private void Fill(DateTimeOffset at)
    {
        var wall = UkTime.Wall(at);
        (_date, _time) = (DateOnly.FromDateTime(wall), new TimeOnly(wall.Hour, wall.Minute));
    }

    private async Task ShowAsync()
    {
        Stop();
        _problem = _date is null ? "Enter a date" : _time is null ? "Enter a time" : null;
        if (_date is not { } date || _time is not { } clock) return;
        var at = UkTime.Moment(date.ToDateTime(clock));
        if (at > time.GetUtcNow()) _problem = "The moment must be in the past";
        else await GoAsync(at, isStep: false);
    }

    private Task StepAsync(TimeSpan by)
    {
        Stop();
        var from = moment.At ?? ToMinute(time.GetUtcNow());
        return GoAsync(from + by, isStep: false);
    }

    private void TogglePlay()
    {
        if (IsPlaying)
        {
            Stop();
            return;
        }

        _playing = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        _ = PlayAsync(_playing.Token);
    }

    private void Stop()
    {
        _playing?.Cancel();
        _playing?.Dispose();
        _playing = null;
    }

    // The next moment is worked out before it is gone to, so that a page goes from figures to figures.
    private async Task PlayAsync(CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(Second, time);
            while (await timer.WaitForNextTickAsync(stop))
            {
                await InvokeAsync(() => !stop.IsCancellationRequested && moment.At is { } at ? GoAsync(at.AddMinutes(_pace), isStep: true) : Task.CompletedTask);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Paused, or the page was closed.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task GoAsync(DateTimeOffset at, bool isStep)
    {
        var shown = navigation.Uri;
        if (at >= time.GetUtcNow())
        {
            navigation.NavigateTo(moment.Here(null)); // Now is live.
            return;
        }

        var past = await view.AtAsync(at, _closed.Token);
        if (shown != navigation.Uri) return; // Gone elsewhere meanwhile.
        if (isStep && past.Outcome is not PastOutcome.Known) Stop();
        navigation.NavigateTo(moment.Here(at), replace: isStep);
    }

    // By a link, not by the browser's way back: that leads where it says.
    private ValueTask KeepAsync(LocationChangingContext change)
    {
        if (change.IsNavigationIntercepted && moment.Kept(change.TargetLocation) is { } kept)
        {
            change.PreventNavigation();
            navigation.NavigateTo(kept);
        }

        return ValueTask.CompletedTask;
    }

    private static DateTimeOffset ToMinute(DateTimeOffset at) => at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));
}
