using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>What InfluxDB's clients send, and what they understand of the answer.</summary>
public sealed class LineProtocolTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string NhsNumber = "9434765919"; // Made up, with a right check digit.

    [Theory]
    [InlineData("/write?db=telegraf&rp=autogen&precision=ns", 100)]
    [InlineData("/write?db=telegraf&precision=n&consistency=any", 100)]
    [InlineData("/api/v2/write?org=ics&bucket=flow&precision=ns", 100)]
    [InlineData("/api/v2/write?precision=us", 0.1)]
    [InlineData("/api/v2/write?org=ics&bucket=flow&precision=ms", 0.0001)]
    public async Task Points_OfAnyClient_AreTakenAndShown(string path, double unitsPerTick)
    {
        var at = app.NextMoment();
        var stamp = (long)Math.Floor((at - DateTimeOffset.UnixEpoch).Ticks * unitsPerTick);
        var value = 400 + at.Second;

        var answer = await SendAsync(path, $"beds.ga.occupied,place=RWH01,host=tie-server value={value}i {stamp}\n");

        Assert.Equal((204, 0), (answer.Status, answer.Bytes));
        var shown = await app.ShownAsync("RWH01", state => (state[A.BedsOccupied]?.Reading.PeriodEnd - at)?.Duration() < TimeSpan.FromMilliseconds(1));
        Assert.Equal(value, shown[A.BedsOccupied]!.Reading.Value);
    }

    [Theory]
    [InlineData("Token {0}")]
    [InlineData("token {0}")]
    [InlineData("Token telegraf:{0}")]
    [InlineData("Bearer {0}")]
    [InlineData("Basic dGVsZWdyYWY6YS1rZXktZm9yLXRlc3RzLW9mLXRoZS13aG9sZS1hcHA=")]
    public async Task Key_InAnyHeaderThatClientsUse_IsTaken(string authorization)
    {
        using var client = app.With(key: null);
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization.Replace("{0}", FlowApp.Key, StringComparison.Ordinal));

        var answer = await SendAsync("/api/v2/write", "beds.ga.open,place=RWH01 value=600", client);

        Assert.Equal(204, answer.Status);
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic dGVsZWdyYWY=")]
    [InlineData("Token ")]
    [InlineData("Token telegraf:wrong")]
    [InlineData("Digest a-key-for-tests-of-the-whole-app")]
    public async Task Key_ThatIsNone_Is401AsInfluxSaysIt(string authorization)
    {
        using var client = app.With(key: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var first = await SendAsync("/write", "beds.ga.open,place=RWH01 value=600", client);
        var second = await SendAsync("/api/v2/write", "beds.ga.open,place=RWH01 value=600", client);

        Assert.Equal((401, 401), (first.Status, second.Status));
        Assert.NotEmpty((string?)first.Json["error"] ?? "");
        Assert.Equal("unauthorized", (string?)second.Json["code"]);
    }

    /// <summary>A key in an address is a key in every log of addresses, unless somebody sees to it.</summary>
    [Fact]
    public async Task Key_InTheQuery_IsTakenByVersion1AloneAndIsInNoLogLine()
    {
        using var client = app.With(key: null);

        var first = await SendAsync($"/write?db=flow&u=telegraf&p={FlowApp.Key}", "beds.ga.open,place=RWH01 value=600", client);
        var broken = await SendAsync($"/write?db=flow&u=telegraf&p={FlowApp.Key}", "nothing", client);
        var second = await SendAsync($"/api/v2/write?p={FlowApp.Key}", "beds.ga.open,place=RWH01 value=600", client);
        var reading = await app.GetAsync($"/api/v1/places/RWH01?p={FlowApp.Key}");

        Assert.Equal((204, 400, 401, 200), (first.Status, broken.Status, second.Status, reading.Status));
        Assert.NotEmpty(app.Log.All);
        Assert.DoesNotContain(app.Log.All, line => line.Contains(FlowApp.Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/write")]
    [InlineData("/api/v2/write")]
    public async Task Points_ThatAreWrong_ArePartialWriteAndTheOthersCount(string path)
    {
        var stamp = (app.NextMoment() - DateTimeOffset.UnixEpoch).Ticks * 100;

        var answer = await SendAsync(path, $"beds.ga.open,place=RWG02 value=600 {stamp}\n\nbeds.ga.open,place=LÄSTER value=600 {stamp}\nbeds.ga.open,place=RWG02\n");

        Assert.Equal(400, answer.Status);
        var error = (string?)answer.Json[path == "/write" ? "error" : "message"];
        Assert.StartsWith("partial write: line 3, place: unknown-place: ", error, StringComparison.Ordinal);
        Assert.EndsWith(" dropped=2", error, StringComparison.Ordinal);
        if (path == "/write") Assert.Contains("L?STER", Assert.Single(answer.Headers.GetValues("X-Influxdb-Error")), StringComparison.Ordinal);
        else Assert.Equal(("invalid", 3), ((string?)answer.Json["code"], (int?)answer.Json["line"]));
        await app.ShownAsync("RWG02", state => state.Figures.Any(figure => $"{figure.Key}" == "beds.ga.open"));
    }

    [Fact]
    public async Task Body_ThatMentionsAPatient_Is400AndIsNowhere()
    {
        var answer = await SendAsync("/write", $"beds.ga.open,place=RWH01 value=6,comment=\"Mrs Marigold {NhsNumber}\"");

        Assert.Equal(400, answer.Status);
        Assert.Contains("looks like a patient", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("Marigold", StringComparison.Ordinal) || line.Contains(NhsNumber, StringComparison.Ordinal));
        Assert.DoesNotContain("Marigold", answer.Text + (await app.GetAsync("/api/v1/feeds")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/write?precision=fortnights")]
    [InlineData("/api/v2/write?precision=d")]
    public async Task Precision_ThatIsNone_Is400(string path)
    {
        var answer = await SendAsync(path, "beds.ga.open,place=RWH01 value=600 1");

        Assert.Equal(400, answer.Status);
        Assert.Contains("invalid precision", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_PackedWithGzip_IsTaken()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write("beds.ga.open,place=RWH01 value=600"u8);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await app.With(FlowApp.Key).PostAsync("/write?db=x", content, TestContext.Current.CancellationToken);

        Assert.Equal(204, (int)response.StatusCode);
    }

    [Fact]
    public async Task Body_TooLarge_Is413AsInfluxSaysIt()
    {
        using var small = new FlowApp { Settings = new() { ["Feeds:MaxBodyBytes"] = "2000" } };

        using var response = await small.With(FlowApp.Key).PostAsync("/api/v2/write", new StringContent(new string(' ', 2001)), TestContext.Current.CancellationToken);
        var answer = await Answer.OfAsync(response);

        Assert.Equal((413, "request too large"), (answer.Status, (string?)answer.Json["code"]));
    }

    [Fact]
    public async Task DryRun_AnswersTheCountsAndKeepsNothing()
    {
        var lines = "beds.ga.occupied,place=RWH20 value=20\nbeds.ga.occupied,place=NOWHERE value=20\n";

        var tried = await SendAsync("/write?dryRun=true", lines);

        Assert.Equal((200, "1 0 0 1"), (tried.Status, tried.Counts));
        Assert.True((bool)tried.Json["dryRun"]!);
    }

    [Fact]
    public async Task Ping_NeedsNoKeyAndDoesNotSayThatItWereInflux()
    {
        using var closed = new FlowApp { Settings = new() { ["Access:Anonymous"] = "none" } };

        var ping = await closed.GetAsync("/ping");

        Assert.Equal((204, "SystemFlow"), (ping.Status, Assert.Single(ping.Headers.GetValues("X-Influxdb-Version"))));
    }

    [Fact]
    public async Task Access_ThatIsClosed_IsOpenedByEveryFormOfTheKey()
    {
        using var closed = new FlowApp { Settings = new() { ["Access:Anonymous"] = "none" } };
        using var client = closed.With(key: null);
        client.DefaultRequestHeaders.Authorization = new("Token", FlowApp.Key);

        using var places = await client.GetAsync("/api/v1/places", TestContext.Current.CancellationToken);
        using var written = await client.PostAsync("/api/v2/write", Lines("beds.ga.open,place=RWH01 value=600"), TestContext.Current.CancellationToken);
        using var byQuery = await closed.With(key: null).PostAsync($"/write?p={FlowApp.Key}", Lines("beds.ga.open,place=RWH01 value=601"), TestContext.Current.CancellationToken);
        using var stranger = await closed.With(key: null).PostAsync("/write", Lines("beds.ga.open,place=RWH01 value=602"), TestContext.Current.CancellationToken);

        Assert.Equal([200, 204, 204, 401], new[] { places, written, byQuery, stranger }.Select(one => (int)one.StatusCode));
    }

    [Theory]
    [InlineData("CREATE DATABASE \"telegraf\"", 200)]
    [InlineData("SELECT * FROM \"beds.ga.open\"", 400)]
    public async Task Query_OnlyLetsTelegrafCreateItsDatabase(string query, int status)
    {
        using var form = new FormUrlEncodedContent([new("q", query)]);

        using var response = await app.With(FlowApp.Key).PostAsync("/query", form, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private static StringContent Lines(string lines) => new(lines, Encoding.UTF8, "text/plain");

    private async Task<Answer> SendAsync(string path, string lines, HttpClient? client = null)
    {
        using var response = await (client ?? app.With(FlowApp.Key)).PostAsync(path, Lines(lines), TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }
}
