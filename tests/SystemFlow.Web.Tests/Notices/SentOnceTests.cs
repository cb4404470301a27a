using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Tests.Storage;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Tests.Notices;

/// <summary>Two nodes on one PostgreSQL: every message is sent, by one of them, also when the duty moves while they are being sent.</summary>
public sealed class SentOnceTests(Postgres postgres)
{
    private const int Messages = 60;
    private const int BeforeTheMove = 15;
    private static readonly TimeSpan AnswersAfter = TimeSpan.FromMilliseconds(40);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_AddedOnEitherNode_AreSentOnce()
    {
        var database = await postgres.NewDatabaseAsync(Cancelled);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var one = await SendingNode.StartAsync(database);
        await using var other = await SendingNode.StartAsync(database);

        await one.Outbox.AddAsync(Some("one", 20, receiver), Cancelled);
        await other.Outbox.AddAsync(Some("other", 20, receiver), Cancelled);

        await AllSentAsync(one, 40);
        Assert.Equal(40, (await KeysAsync(receiver, 40)).Distinct().Count());
        Assert.False(receiver.HasMore);
        Assert.True(one.Duties.IsMine ^ other.Duties.IsMine);
    }

    [Fact]
    public async Task Duty_ThatMovesBecauseItsNodeStops_NothingIsSentTwiceAndNothingIsLeft()
    {
        var database = await postgres.NewDatabaseAsync(Cancelled);
        await using var receiver = await WebhookReceiver.StartAsync();
        Slow(receiver);
        await using var one = await SendingNode.StartAsync(database);
        await one.Log.SeenAsync("is done by this node");
        await using var other = await SendingNode.StartAsync(database);
        await other.Outbox.AddAsync(Some("a", Messages, receiver), Cancelled);
        var before = await KeysAsync(receiver, BeforeTheMove);

        await one.StopAsync();

        await AllSentAsync(other, Messages);
        var all = before.Concat(await KeysAsync(receiver, Messages - BeforeTheMove)).ToList();
        Assert.Equal(Messages, all.Distinct().Count());
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task Duty_ThatMovesBecauseItsConnectionIsCut_NothingIsSentTwiceAndNothingIsLeft()
    {
        var database = await postgres.NewDatabaseAsync(Cancelled);
        await using var receiver = await WebhookReceiver.StartAsync();
        Slow(receiver);
        await using var one = await SendingNode.StartAsync(database);
        await one.Log.SeenAsync("is done by this node");
        await using var other = await SendingNode.StartAsync(database);
        await other.Outbox.AddAsync(Some("a", Messages, receiver), Cancelled);
        var before = await KeysAsync(receiver, BeforeTheMove);

        await CutDutyAsync(database);

        await one.Log.SeenAsync("has stopped what must happen once");
        await AllSentAsync(other, Messages);
        var all = before.Concat(await KeysAsync(receiver, Messages - BeforeTheMove)).ToList();
        Assert.Equal(Messages, all.Distinct().Count());
        Assert.False(receiver.HasMore);
    }

    private static ImmutableArray<OutboxMessage> Some(string name, int count, WebhookReceiver receiver) =>
    [
        .. Enumerable.Range(0, count).Select(number => NoticeHost.Message(
            string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"), Channel.Webhook, receiver.Address.AbsoluteUri)),
    ];

    // So that some are under way whenever it moves.
    private static void Slow(WebhookReceiver receiver)
    {
        for (var message = 0; message < 2 * Messages; message++) receiver.NextAfter(Task.Delay(AnswersAfter, TimeProvider.System, Cancelled));
    }

    private static async Task<List<string>> KeysAsync(WebhookReceiver receiver, int count)
    {
        List<string> keys = [];
        while (keys.Count < count) keys.Add((await receiver.ReceiveAsync()).Headers["Idempotency-Key"]);
        return keys;
    }

    private static async Task AllSentAsync(SendingNode node, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(FlowApp.Patience);
        while ((await node.Outbox.ReadAsync(null, null, 1000, patience.Token)).Count(one => one.Status is DeliveryStatus.Sent) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        }
    }

    // The session that holds the lock of the duties, as an administrator or a broken network would end it.
    private static async Task CutDutyAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var cut = source.CreateCommand(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        Assert.NotEqual(0L, await cut.ExecuteScalarAsync(Cancelled));
    }
}
