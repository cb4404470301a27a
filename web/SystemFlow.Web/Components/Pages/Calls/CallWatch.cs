using SystemFlow.Web.Calls;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Calls;

/// <summary>What tells the pages of calls that something has changed.</summary>
public sealed class CallWatch(CallView view, CallPresence presence, TimeProvider time)
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Shows again whenever anything has changed that the page shows: the first change at once, then at most twice a second. Every ten
    /// seconds too, for ages. Ends quietly when the page is closed; where showing fails it all ends, and the failure is the caller's.
    /// </summary>
    /// <param name="call">The call's name; null for any.</param>
    /// <param name="meet">Shows who is on the call's page; null where the page does not.</param>
    public async Task FollowAsync(string? call, Func<Task> show, Func<Task>? meet, CancellationToken closed)
    {
        var (something, somebody) = (PageLoops.Something(), PageLoops.Something());
        void Anew() => something.Writer.TryWrite(true); // One that waits already sees this too.
        void Called(string changed)
        {
            if (call is null || changed == call) Anew();
        }

        void Came(string changed)
        {
            if (changed == call) somebody.Writer.TryWrite(true);
        }

        view.CallChanged += Called;
        view.SystemChanged += Anew;
        presence.Changed += Came;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(closed);
        try
        {
            Task[] loops =
            [
                PageLoops.ShowEachAsync(something, time, show, end.Token),
                PageLoops.ShowEachAsync(somebody, time, meet ?? (() => Task.CompletedTask), end.Token),
                PageLoops.TickAsync(time, AgesEvery, () => Task.FromResult(something.Writer.TryWrite(true)), end.Token),
            ];
            await Task.WhenAny(loops);
            await end.CancelAsync();
            await Task.WhenAll(loops);
        }
        finally
        {
            view.CallChanged -= Called;
            view.SystemChanged -= Anew;
            presence.Changed -= Came;
        }
    }
}
