using System.Threading.Channels;
using Npgsql;
using SystemFlow.Operations.Nodes;

namespace SystemFlow.Operations.Tests.Nodes;

/// <summary>A node that listens, and what it was called with.</summary>
internal sealed class HeardNews : IAsyncDisposable
{
    private readonly Channel<string> _heard = Channel.CreateBounded<string>(100);
    private readonly string _connection;

    private HeardNews(string connection, string name)
    {
        (_connection, Node) = (connection, new NodeId(name));
        News = new NodeNews(connection, Node, Log);
    }

    public NodeId Node { get; }

    public LogLines<NodeNews> Log { get; } = new();

    public NodeNews News { get; }

    /// <summary>Starts a node that follows the accounts.</summary>
    public static async Task<HeardNews> StartAsync(string connection, string name)
    {
        var node = new HeardNews(connection, name);
        await node.News.StartAsync(TestContext.Current.CancellationToken);
        await node.Log.SeenAsync("hears what the others change");
        node.News.Follow("accounts", key => node._heard.Writer.TryWrite(key ?? "anything"));
        Assert.Equal("anything", await node.NextAsync());
        return node;
    }

    /// <summary>What it is called with next.</summary>
    public async Task<string> NextAsync() =>
        await _heard.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Changes something, and says so.</summary>
    public async Task TellAsync(string book, string key, bool isKept = true)
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        News.Tell(connection, book, key);
        if (isKept) await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await News.StopAsync(CancellationToken.None);
        News.Dispose();
    }
}
