using System.Threading.Channels;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Calls;

/// <summary>What tells the pages of calls that something has changed.</summary>
public sealed class CallWatch(CallLog calls, CallPresence presence, IEventLog events, ActionLog actions, CallMaker maker, TimeProvider time)
{
    private static readonly TimeSpan AgesEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Shows again whenever anything has changed that the page shows, at once; changes that come while it shows are shown by one more
    /// look. Every ten seconds too, for ages. Ends quietly when the page is closed.
    /// </summary>
    /// <param name="call">The call's name; null for any.</param>
    public Task FollowAsync(string? call, Func<Task> show, CancellationToken closed)
    {
        var something = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        return Task.WhenAll(
            ListenAsync(call, something, show, closed),
            PageLoops.TickAsync(time, AgesEvery, () => Task.FromResult(something.Writer.TryWrite(true)), closed));
    }

    private async Task ListenAsync(string? call, Channel<bool> something, Func<Task> show, CancellationToken closed)
    {
        void Called(string changed)
        {
            if (call is null || changed == call) something.Writer.TryWrite(true); // One that waits already sees this too.
        }

        void Happened(PlaceCode place) => Anew();
        void Acted(JointAction action) => Anew();
        void Anew()
        {
            maker.Forget();
            something.Writer.TryWrite(true);
        }

        calls.Changed += Called;
        presence.Changed += Called;
        events.Changed += Happened;
        actions.Changed += Acted;
        try
        {
            while (await something.Reader.WaitToReadAsync(closed))
            {
                something.Reader.TryRead(out _);
                await show();
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        finally
        {
            calls.Changed -= Called;
            presence.Changed -= Called;
            events.Changed -= Happened;
            actions.Changed -= Acted;
        }
    }
}
