using System.Data.Common;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SystemFlow.Operations.Nodes;

/// <summary>
/// What nodes tell each other about what they changed, by LISTEN and NOTIFY of the PostgreSQL that they share: a book says within its
/// transaction what it changes, and each other node hears it when that is committed. No news is kept: while the connection is away this node
/// is deaf, and afterwards everything may have changed. A node does not hear itself.
/// </summary>
public sealed partial class NodeNews : BackgroundService
{
    /// <summary>The longest news, in bytes: the server takes less than 8,000. What would be longer says that the whole book may have changed.</summary>
    public const int LongestBytes = 7_900;

    /// <summary>The connection is tried whenever nothing came for this long; it has as long again to answer. So deafness is known within twice that.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    private const string Channel = "systemflow";
    private const char Between = '|';
    private const int SecondsToAnswer = 5;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly NodeId _node;
    private readonly string _connection;
    private readonly NewsDesk _desk;
    private readonly ILogger _logger;
    private long _deafSince = TimeProvider.System.GetUtcNow().UtcTicks;
    private bool _hasSaidDeaf;

    /// <summary>Nothing is heard until it is started.</summary>
    /// <param name="connectionString">To the server itself: a pool that lends a connection for one transaction cannot listen.</param>
    public NodeNews(string connectionString, NodeId node, ILogger<NodeNews> logger)
    {
        (_node, _logger) = (node, logger);
        _connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "SystemFlow news",
            Pooling = false,
            Multiplexing = false,
            Timeout = SecondsToAnswer,
            CommandTimeout = SecondsToAnswer,
        }.ToString();
        _desk = new NewsDesk(logger);
    }

    /// <summary>Since when nothing has been heard; null while it listens. UTC.</summary>
    public DateTimeOffset? DeafSince => Volatile.Read(ref _deafSince) is not 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>
    /// Says that something changed, to each other node and when the transaction is committed, or not at all. The same said twice in a
    /// transaction is heard once.
    /// </summary>
    /// <param name="database">A connection to the nodes' PostgreSQL, within the transaction.</param>
    /// <param name="book">Which book, such as <c>accounts</c>.</param>
    /// <param name="key">What of it, in the book's own words; empty for anything.</param>
    public void Tell(DbConnection database, string book, string key)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT pg_notify(@channel, @news)";
        Add("channel", Channel);
        Add("news", Of(_node, book, key));
        command.ExecuteNonQuery();

        void Add(string name, string value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>
    /// Calls somebody when another node changed something in a book, with its key; with null when anything may have changed, which is at
    /// once, and again after each time that nothing could be heard. One call at a time, not on the caller's thread. A call that throws is
    /// made again after a second, with null, until it does not. Follow when you are ready to be called.
    /// </summary>
    public void Follow(string book, Action<string?> heard) => _desk.Add(book, heard);

    /// <summary>Says to those of this node who follow a book that anything in it may have changed: it is not known whether a write was kept.</summary>
    public void Doubt(string book) => _desk.Say(book, null);

    /// <summary>Calls them no more, but for a call that is being made.</summary>
    public void Leave(string book, Action<string?> heard) => _desk.Remove(book, heard);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _desk.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ListenAsync(stoppingToken), _desk.RunAsync(stoppingToken));

    internal static string Of(NodeId node, string book, string key)
    {
        var news = string.Join(Between, node.Value, book, key);
        return Encoding.UTF8.GetByteCount(news) <= LongestBytes ? news : string.Join(Between, node.Value, book, "");
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_connection);
                connection.Notification += (_, news) => Hear(news.Payload);
                await connection.OpenAsync(stoppingToken);
                await AskAsync(connection, $"SET idle_session_timeout = '60s'; LISTEN {Channel}", stoppingToken);
                pause = TimeSpan.Zero;
                NoLongerDeaf();
                await StayAsync(connection, stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return; // The program ends.
            }
            catch (Exception error)
            {
                Deaf(error);
            }

            try
            {
                await Task.Delay(pause, TimeProvider.System, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause == TimeSpan.Zero ? LongestPause / 8 : pause < LongestPause ? 2 * pause : LongestPause;
        }
    }

    private static async Task StayAsync(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        var asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // News that keep coming are no reason not to ask: the server ends a connection that asks nothing for a minute.
            var hasNews = await connection.WaitAsync(AskEvery, stoppingToken);
            if (hasNews && TimeProvider.System.GetElapsedTime(asked) < AskEvery) continue;
            await AskAsync(connection, "SELECT 1", stoppingToken);
            asked = TimeProvider.System.GetTimestamp();
        }
    }

    private static async Task AskAsync(NpgsqlConnection connection, string sql, CancellationToken stoppingToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stoppingToken);
    }

    private void Hear(string payload)
    {
        if (payload.Split(Between, 3) is not [var node, var book, var key])
        {
            LogStrange(payload.Length);
            return;
        }

        if (node != _node.Value) _desk.Say(book, key.Length > 0 ? key : null);
    }

    private void Deaf(Exception error)
    {
        if (DeafSince is null) Volatile.Write(ref _deafSince, TimeProvider.System.GetUtcNow().UtcTicks);
        if (!_hasSaidDeaf) LogDeaf(error);
        _hasSaidDeaf = true;
    }

    private void NoLongerDeaf()
    {
        var wasDeaf = TimeProvider.System.GetUtcNow() - DeafSince;
        Volatile.Write(ref _deafSince, 0);
        if (_hasSaidDeaf) LogHears(wasDeaf?.TotalSeconds ?? 0);
        else LogListens(_node);
        _hasSaidDeaf = false;
        _desk.SayAll();
    }

    [LoggerMessage(1, LogLevel.Information, "This node is {Node} and hears what the others change")]
    private partial void LogListens(NodeId node);

    [LoggerMessage(2, LogLevel.Warning, "This node hears nothing of what the others change: the connection to the database that they share is lost. It goes on with what it knew, and reads everything anew when the connection is back.")]
    private partial void LogDeaf(Exception error);

    [LoggerMessage(3, LogLevel.Warning, "This node hears the others again. It was deaf for {Seconds:0.0} s; people, sessions, keys, rules and whatever else it holds in memory are read anew.")]
    private partial void LogHears(double seconds);

    [LoggerMessage(4, LogLevel.Warning, "News of {Length} characters came that no node of this program says. Does something else use this database?")]
    private partial void LogStrange(int length);
}
