using System.Collections.Concurrent;
using System.Threading.Channels;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Nodes;
using Channel = System.Threading.Channels.Channel;

namespace SystemFlow.Web.Actions;

/// <summary>
/// Follows the level of every place, calculated as recorded and declared, so that cards are offered when one rises. A declared level that
/// ends by itself is told of by nobody: it is looked for every half minute.
/// </summary>
internal sealed partial class CardWatch(
    CardLog cards, IEventLog events, Footprint footprint, IDuties duties, TimeProvider time, ILogger<CardWatch> logger) : DutyService(duties)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<PlaceCode, bool> _changed = new();
    private readonly Dictionary<PlaceCode, OpelLevel?> _calculated = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isBroken;

    /// <summary>Looks at what changed since the last look; at the first, at every place.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_calculated.Count == 0) foreach (var place in footprint.Places) _changed[place.Code] = true;
        foreach (var place in _changed.Keys)
        {
            _changed.TryRemove(place, out _); // Before it is read: what changes meanwhile is read again.
            try
            {
                _calculated[place] = (await events.OpenAsync(place, cancellationToken)).Level?.Level;
            }
            catch (EventLogException)
            {
                _changed[place] = true;
                throw;
            }
        }

        var now = time.GetUtcNow();
        var declared = events.DeclaredAt(now);
        foreach (var (place, level) in _calculated)
        {
            var before = cards.Escalations.GetValueOrDefault(place) ?? Escalation.None(place);
            var after = CardRules.Step(before, level, declared.GetValueOrDefault(place)?.Level, now);
            if (!after.IsAs(before)) await cards.KeepAsync(after, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stopped)
    {
        _calculated.Clear();
        events.Changed += Note;
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                await LookOrSayAsync(stopped);
                await Task.Delay(AtMostEvery, time, stopped);
                using var timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, LookEvery, Timeout.InfiniteTimeSpan);
                await _wake.Reader.ReadAsync(stopped);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The program stops.
        }
        finally
        {
            events.Changed -= Note;
        }
    }

    private async Task LookOrSayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            if (_isBroken) LogMended();
            _isBroken = false;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isBroken) LogBroken(error);
            _isBroken = true;
        }
    }

    private void Note(PlaceCode place)
    {
        _changed[place] = true;
        _wake.Writer.TryWrite(true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Levels cannot be followed, so no action card is offered. Check the event log's disk.")]
    private partial void LogBroken(Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Levels are followed again; cards are offered.")]
    private partial void LogMended();
}
