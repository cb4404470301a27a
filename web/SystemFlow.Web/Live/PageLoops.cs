using System.Collections.Immutable;
using System.Threading.Channels;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using Channel = System.Threading.Channels.Channel;

namespace SystemFlow.Web.Live;

/// <summary>What runs while a page is open. Both end quietly when it is closed.</summary>
internal static class PageLoops
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows those places' states now, then each batch of new ones; the next is taken when one has been shown.</summary>
    public static async Task FollowAsync(
        LiveView live, ImmutableHashSet<PlaceCode> places, Func<ImmutableArray<PlaceState>, Task> show,
        CancellationToken closed)
    {
        try
        {
            await foreach (var batch in live.FollowAsync(places, closed)) await show(batch);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }

    /// <summary>
    /// Shows whenever that much time has gone by on the screen's clock, which in a replay runs fast; at most once a second.
    /// </summary>
    public static async Task TickAsync(TimeProvider time, TimeSpan every, Func<Task> show, CancellationToken closed)
    {
        try
        {
            var shown = time.GetUtcNow();
            using var timer = new PeriodicTimer(Look, time);
            while (await timer.WaitForNextTickAsync(closed))
            {
                if (time.GetUtcNow() - shown < every) continue;
                shown = time.GetUtcNow();
                await show();
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }

    /// <summary>
    /// Shows when alerts have changed: the first change at once, then at most twice a second, however many there are.
    /// </summary>
    public static async Task FollowAsync(IEventLog events, TimeProvider time, Func<Task> show, CancellationToken closed)
    {
        var something = Something();
        void Changed(PlaceCode place) => something.Writer.TryWrite(true); // Already waiting: that look will see this change too.
        events.Changed += Changed;
        try
        {
            await ShowEachAsync(something, time, show, closed);
        }
        finally
        {
            events.Changed -= Changed;
        }
    }

    /// <summary>Shows when actions have changed: the first change at once, then at most twice a second.</summary>
    public static async Task FollowAsync(ActionLog actions, TimeProvider time, Func<Task> show, CancellationToken closed)
    {
        var something = Something();
        void Changed(JointAction action) => something.Writer.TryWrite(true);
        actions.Changed += Changed;
        try
        {
            await ShowEachAsync(something, time, show, closed);
        }
        finally
        {
            actions.Changed -= Changed;
        }
    }

    /// <summary>Holds that there is something to show, however often it is said.</summary>
    public static Channel<bool> Something() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Shows when there is something: the first time at once, then at most twice a second.</summary>
    public static Task ShowEachAsync(Channel<bool> something, TimeProvider time, Func<Task> show, CancellationToken closed) =>
        ShowEachAsync(something, LeastBetween, time, show, closed);

    /// <summary>Shows when there is something, and leaves at least that much time between.</summary>
    public static async Task ShowEachAsync(Channel<bool> something, TimeSpan leastBetween, TimeProvider time, Func<Task> show, CancellationToken closed)
    {
        try
        {
            while (await something.Reader.WaitToReadAsync(closed))
            {
                something.Reader.TryRead(out _);
                await show();
                await Task.Delay(leastBetween, time, closed);
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
