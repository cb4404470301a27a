using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SystemFlow.Operations.Nodes;

/// <summary>
/// The duties of a cluster, by an advisory lock of the PostgreSQL that its nodes share. Who has it says so once a second; who could not for
/// <see cref="Lease"/> stops, whatever became of the lock, and another begins only when that long and <see cref="Margin"/> have gone by
/// since the database heard of the last one. So there are never two.
/// </summary>
public sealed partial class Duties(string connectionString, NodeId node, ILogger<Duties> logger) : BackgroundService, IDuties
{
    /// <summary>How long a node may go on without an answer of the database.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    /// <summary>How long its works have to stop.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(500);

    private readonly string _connection = DutyTable.Connection(connectionString);
    private readonly TaskCompletionSource<string?> _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource<Term> _term = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _saidStandingBy;
    private bool _saidAway;

    /// <inheritdoc/>
    public bool IsMine => _term.Task is { IsCompletedSuccessfully: true } begun && TermOf(begun).IsOn;

    /// <inheritdoc/>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            var term = await _term.Task.WaitAsync(cancellationToken);
            if (!term.TryEnter())
            {
                await term.Ended.WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(term.Over, cancellationToken);
                await work(either.Token);
                if (!term.Over.IsCancellationRequested) return;
            }
            catch (Exception error) when (term.Over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                if (error is not OperationCanceledException) LogStoppedByFault(error);
            }
            finally
            {
                term.Leave();
            }
        }
    }

    /// <summary>Who else has the duties, for a program that must be alone: waits for the first answer of the database.</summary>
    /// <returns>The other node's name; null where the lock is this node's.</returns>
    public Task<string?> WhoElseAsync(CancellationToken cancellationToken) => _firstTry.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await HoldAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    if (!_saidAway) LogAway(error);
                    _saidAway = true;
                }

                await Task.Delay(TryEvery, TimeProvider.System, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; another node takes over.
        }
    }

    // Waits for the lock, and keeps it until its connection breaks, the database does not answer, or the program ends.
    private async Task HoldAsync(CancellationToken stoppingToken)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(stoppingToken);
        await DutyTable.MakeAsync(connection, stoppingToken);
        while (!await DutyTable.TryLockAsync(connection, stoppingToken))
        {
            StandBy(await DutyTable.HolderAsync(connection, stoppingToken) ?? "another node");
            await Task.Delay(TryEvery, TimeProvider.System, stoppingToken);
        }

        _firstTry.TrySetResult(null);
        while (await DutyTable.IsLeasedAsync(connection, node, stoppingToken)) await Task.Delay(TryEvery / 2, TimeProvider.System, stoppingToken);
        using var term = new Term();
        try
        {
            await BeatAsync(connection, term, stoppingToken);
            (_saidAway, _saidStandingBy) = (false, null);
            LogMine(node);
            _term.TrySetResult(term);
            while (term.IsOn)
            {
                await connection.WaitAsync(BeatEvery, stoppingToken); // Nothing comes but the end of the connection, which is known at once so.
                await BeatAsync(connection, term, stoppingToken);
            }
        }
        finally
        {
            await EndAsync(connection, term);
        }
    }

    private async Task BeatAsync(NpgsqlConnection connection, Term term, CancellationToken stoppingToken)
    {
        var asked = TimeProvider.System.GetTimestamp();
        await DutyTable.BeatAsync(connection, node, stoppingToken);
        term.ExtendFrom(asked);
    }

    private async Task EndAsync(NpgsqlConnection connection, Term term)
    {
        var hadBegun = _term.Task.IsCompleted;
        if (hadBegun) _term = new TaskCompletionSource<Term>(TaskCreationOptions.RunContinuationsAsynchronously);
        await term.EndAsync();
        if (hadBegun) LogNotMine(node);
        try
        {
            // Everything has stopped: the next need not wait for the lease to run out.
            await DutyTable.ReleaseAsync(connection.FullState is System.Data.ConnectionState.Open ? connection : null, _connection, node);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // The database is away. The lease runs out by itself.
        }
    }

    private void StandBy(string holder)
    {
        _saidAway = false;
        _firstTry.TrySetResult(holder);
        if (_saidStandingBy == holder || holder == node.Value) return; // The server may not have noticed yet that this node's last connection broke.
        _saidStandingBy = holder;
        LogStandsBy(node, holder);
    }

    private static Term TermOf(Task<Term> begun) => begun.GetAwaiter().GetResult();

    [LoggerMessage(1, LogLevel.Information, "What must happen once in the cluster (messages, reminders, call packs, editions) is done by this node ({Node}) now")]
    private partial void LogMine(NodeId node);

    [LoggerMessage(2, LogLevel.Information, "What must happen once in the cluster is done by {Holder}. This node ({Node}) stands by and takes over within a few seconds of its loss.")]
    private partial void LogStandsBy(NodeId node, string holder);

    [LoggerMessage(3, LogLevel.Warning, "This node ({Node}) has stopped what must happen once in the cluster: another goes on with it")]
    private partial void LogNotMine(NodeId node);

    [LoggerMessage(4, LogLevel.Warning, "The database that the nodes share cannot be reached, so that this node cannot do what must happen once in the cluster. That is tried again twice a second.")]
    private partial void LogAway(Exception error);

    [LoggerMessage(5, LogLevel.Warning, "Something that must happen once in the cluster ended by a fault as this node lost the duty. Whoever has it goes on.")]
    private partial void LogStoppedByFault(Exception error);
}
