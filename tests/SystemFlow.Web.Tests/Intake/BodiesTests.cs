using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>Who may send, in which type, how packed and how much.</summary>
public sealed class BodiesTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const int MostBytes = 20_000;

    [Theory]
    [InlineData("observations", null)]
    [InlineData("observations", "not-a-key-of-any-feed-at-all")]
    [InlineData("sitrep", null)]
    [InlineData("published", null)]
    [InlineData("sitrep", "not-a-key-of-any-feed-at-all")]
    public async Task Write_WithoutAKeyThatIsKnown_Is401(string route, string? key)
    {
        var answer = await app.SendAsync(route, Text("text/csv", "anything"), app.With(key));

        Assert.Equal((401, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Contains("X-Api-Key", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfOneTrust_MayNotWriteForAnother()
    {
        var at = app.NextMoment();
        object[] rows =
        [
            new { place = "RWH01", metric = "beds.ga.open", value = 580, periodEnd = at },
            new { place = "RWG02", metric = "beds.ga.open", value = 580, periodEnd = at },
        ];

        var answer = await app.SendAsync("observations", JsonContent.Create(rows), app.Scoped("RWH"));

        Assert.Equal((200, "1 0 0 1"), (answer.Status, answer.Counts));
        Assert.EndsWith("place not-allowed", Assert.Single(answer.Rejected), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("observations", "text/plain")]
    [InlineData("observations", "application/x-www-form-urlencoded")]
    [InlineData("sitrep", "application/json")]
    [InlineData("published", "application/json")]
    public async Task Body_OfAnotherType_Is415AndSaysWhichToUse(string route, string type)
    {
        var answer = await app.SendAsync(type, "anything", route);

        Assert.Equal(415, answer.Status);
        Assert.Contains("text/csv", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("gzip, gzip")]
    public async Task Body_PackedInAnUnknownWay_Is415(string encoding)
    {
        var content = Text("application/json", "[]");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        var answer = await app.SendAsync("observations", content);

        Assert.Equal(415, answer.Status);
        Assert.Contains("gzip", (string?)answer.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_PackedWithGzip_IsTaken()
    {
        var at = app.NextMoment();
        var body = $$"""[{"place":"RWH01","metric":"beds.ga.occupied","value":561,"periodEnd":"{{at:O}}"}]""";

        var answer = await app.SendAsync("observations", Gzip(Encoding.UTF8.GetBytes(body)));

        Assert.Equal((200, "1 0 0 0"), (answer.Status, answer.Counts));
        await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading.PeriodEnd == at);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Body_ThatIsNotPackedAsItSays_Is400(string encoding)
    {
        var content = Text("application/json", """[{"place":"RWH01","metric":"beds.ga.occupied","value":561}]""");
        content.Headers.ContentEncoding.Add(encoding);

        var answer = await app.SendAsync("observations", content);

        Assert.Equal((400, "unreadable"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Body_TooLarge_PackedOrNot_Is413()
    {
        using var small = Small();
        var spaces = new byte[MostBytes + 1];
        Array.Fill(spaces, (byte)' ');

        var plain = await small.SendAsync("application/json", Encoding.ASCII.GetString(spaces));
        var packed = await small.SendAsync("observations", Gzip(spaces));

        Assert.Equal((413, "too-large"), (plain.Status, plain.Reason));
        Assert.Equal((413, "too-large"), (packed.Status, packed.Reason));
    }

    /// <summary>On the real server, whose own bound comes before ours.</summary>
    [Fact]
    public async Task Body_TooLarge_OnTheRealServer_Is413()
    {
        using var small = Small();
        small.UseKestrel(0);
        var spaces = new byte[MostBytes * 100];

        var plain = await small.SendAsync("observations", Typed(new ByteArrayContent(spaces[..(MostBytes + 1)])));
        var packed = await small.SendAsync("observations", Gzip(spaces));

        Assert.Equal((413, "too-large"), (plain.Status, plain.Reason));
        Assert.Equal((413, "too-large"), (packed.Status, packed.Reason));
    }

    [Fact]
    public async Task Body_WithTooManyRows_Is413AndNothingIsKept()
    {
        using var small = new FlowApp { Settings = new() { ["Feeds:MaxRows"] = "1" } };
        var row = new { place = "RWH01", metric = "beds.ga.open", value = 580, periodEnd = small.NextMoment() };

        var answer = await small.SendAsync(row, row with { value = 581 });

        Assert.Equal((413, "too-many-rows"), (answer.Status, answer.Reason));
    }

    private static FlowApp Small() => new() { Settings = new() { ["Feeds:MaxBodyBytes"] = $"{MostBytes}" } };

    private static StringContent Text(string type, string body) => new(body, Encoding.UTF8, type);

    private static ByteArrayContent Typed(ByteArrayContent content)
    {
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static ByteArrayContent Gzip(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(body);
        var content = Typed(new ByteArrayContent(packed.ToArray()));
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }
}
