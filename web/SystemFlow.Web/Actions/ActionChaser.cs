using System.Threading.Channels;
using SystemFlow.Domain.Actions;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Nodes;
using SystemFlow.Operations.Rules;

namespace SystemFlow.Web.Actions;

/// <summary>
/// Takes the steps of chasing when they become due: it sleeps until the next one, and wakes when an action or the rota changes.
/// What was due while the program was down is taken at its start; a step that is taken twice makes its messages once.
/// </summary>
internal sealed partial class ActionChaser(
    ActionLog log, Chasing chasing, RuleDocuments rules, IDuties duties, TimeProvider time, ILogger<ActionChaser> logger) : DutyService(duties)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5); // A replay's clock jumps.
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isBroken;

    /// <summary>Takes what is due now, and says how long there is nothing more to do.</summary>
    internal async Task<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? next = null;
        foreach (var action in log.Current.Where(action => action.IsOpen))
        {
            var due = chasing.NextDueAt(action);
            if (due <= now)
            {
                var kept = await log.ChangeAsync(action.Number, before => (ChangeOf(before, now), null), cancellationToken);
                due = kept.Action is { } after ? chasing.NextDueAt(after) : null;
            }

            if (due is not null && !(next <= due)) next = due;
        }

        var wait = next - time.GetUtcNow();
        return wait is not { } left || left > LongestWait ? LongestWait : left < LeastWait ? LeastWait : left;
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        log.Changed += WakeAt;
        rules.Changed += Wake;
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                var wait = await RoundOrPauseAsync(stopped);
                using var timer = time.CreateTimer(_ => Wake(), null, wait, Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(stopped);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The program stops. What is due is taken at the next start.
        }
        finally
        {
            log.Changed -= WakeAt;
            rules.Changed -= Wake;
        }
    }

    private async Task<TimeSpan> RoundOrPauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wait = await RoundAsync(cancellationToken);
            if (_isBroken) LogMended();
            _isBroken = false;
            return wait;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isBroken) LogBroken(error);
            _isBroken = true;
            return LongestWait;
        }
    }

    // Looked at again under the log's lock: a person may have closed it since.
    private ActionChange? ChangeOf(JointAction before, DateTimeOffset now)
    {
        var (after, messages) = chasing.Step(before, now);
        if (after == before) return null;
        var said = string.Join(" ", after.Lines.Skip(before.Lines.Length).Select(line => line.Words));
        return new ActionChange(
            after, messages, after.IsOverdue(now) && said.Length > 0 ? Chasing.Entry(after, now, JournalEntry.Program, said) : null);
    }

    private void WakeAt(JointAction action) => Wake();

    private void Wake() => _wake.Writer.TryWrite(true);

    [LoggerMessage(Level = LogLevel.Error, Message = "Actions cannot be chased: what is due waits. Check the event log's disk.")]
    private partial void LogBroken(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Actions are chased again; what was due has been told.")]
    private partial void LogMended();
}
