using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <content>The page as of a past moment.</content>
public abstract partial class LivePage
{
    // A past moment takes less; until then the one before stays on screen, so that stepping does not flash.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private bool _isHeld;

    /// <inheritdoc/>
    protected override bool ShouldRender() => !_isHeld;

    private async Task EnterPastAsync(string asked)
    {
        StopFollowing();
        var isStep = Past is not null;
        if (!isStep) ShowPast(parts.Past.Reading(asked)); // Never what is live under the past's mark.
        _isHeld = isStep;
        var patience = Task.Delay(Patience, parts.Time, _closed.Token);
        var reading = parts.Past.AskAsync(asked, _closed.Token);
        if (await Task.WhenAny(reading, patience) != reading && asked == At && !_closed.IsCancellationRequested)
        {
            ShowPast(parts.Past.Reading(asked));
            StateHasChanged();
        }

        var past = await reading;
        if (asked != At || _closed.IsCancellationRequested) return; // Another moment was asked for meanwhile, or nothing any more.
        ShowPast(past);
        var looking = LookAnewAsync();
        _isHeld = isStep && !patience.IsCompleted && !looking.IsCompleted;
        if (!_isHeld) StateHasChanged();
        else await Task.WhenAny(looking, patience);
        if (asked == At) _isHeld = false;
        if (!looking.IsCompleted) StateHasChanged();
        await looking;
    }

    private void StopFollowing()
    {
        _left.Cancel();
        (_followed, _isFollowing, PausedAt, Spoken) = ([], false, null, "");
    }

    private void ShowPast(Past past)
    {
        Shown = past.States;
        Now = past.At;
        _declared = past.Events.Declared;
        Turn(past);
        Tick++;
    }
}
