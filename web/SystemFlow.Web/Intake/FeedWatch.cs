using System.Threading.Channels;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Notices;
using Channel = System.Threading.Channels.Channel;

namespace SystemFlow.Web.Intake;

/// <summary>
/// Tells a feed's owner, by the outbox that alerts go by, that messages looked like a patient's or that the feed is
/// broken: at once, then each at most once an hour with what was counted meanwhile. What could not be put in the outbox is tried again.
/// </summary>
internal sealed partial class FeedWatch(
    FeedLedger ledger, FeedKeys keys, IRuleBook rules, Footprint footprint, IOutbox outbox, IRunKind run, IDuties duties, TimeProvider time,
    ILogger<FeedWatch> logger)
    : DutyService(duties)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _nobody = []; // Feeds whose owner nobody stands for: said once.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        ledger.Refused += Wake;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        ledger.Refused -= Wake;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            foreach (var feed in ledger.Feeds) await TellAsync(feed, stopped);
            await WaitAsync(stopped);
        }
    }

    private async Task TellAsync(FeedRecord feed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var trouble = FeedNotices.Due(feed, now);
        if (trouble is FeedTrouble.None) return;
        try
        {
            var places = keys.All.FirstOrDefault(key => key.Feed == feed.Feed)?.Places ?? [];
            var messages = FeedNotices.MessagesFor(feed, trouble, places, rules.Current.Rota, footprint, now, run.IsExercise);
            if (messages.IsEmpty)
            {
                if (_nobody.Add(feed.Feed)) LogNobody(feed.Feed);
                return; // Whoever comes on duty is told then.
            }

            _nobody.Remove(feed.Feed);
            await outbox.AddAsync(messages, cancellationToken);
            if (trouble.HasFlag(FeedTrouble.PatientLike)) ledger.ToldOfPatients(feed.Feed, feed.PatientLike, now);
            if (trouble.HasFlag(FeedTrouble.Broken)) ledger.ToldBroken(feed.Feed, now);
            ledger.Save(now); // A restart must not tell it again.
            LogTold(feed.Feed, messages.Length, trouble);
        }
        catch (EventLogException error)
        {
            LogNotTold(feed.Feed, error);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wait.CancelAfter(LookEvery);
        try
        {
            if (await _wake.Reader.WaitToReadAsync(wait.Token)) _wake.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing new: time to look whether an hour is over.
        }
    }

    private void Wake(string feed) => _wake.Writer.TryWrite(true);

    [LoggerMessage(1, LogLevel.Warning, "The owner of feed {Feed} is told, in {Messages} messages, what is wrong: {Trouble}.")]
    private partial void LogTold(string feed, int messages, FeedTrouble trouble);

    [LoggerMessage(2, LogLevel.Error, "Nobody is on duty to be told that something is wrong with feed {Feed}: look at the rota.")]
    private partial void LogNobody(string feed);

    [LoggerMessage(3, LogLevel.Error, "The owner of feed {Feed} could not be told that something is wrong; that is tried again.")]
    private partial void LogNotTold(string feed, Exception error);
}
