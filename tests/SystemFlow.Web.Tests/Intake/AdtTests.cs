using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Adt;
using SystemFlow.Operations.Adt;
using SystemFlow.Series;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>ADT messages over HTTP: counted, on screen, acknowledged, and forgotten.</summary>
public sealed class AdtTests(FlowApp app) : IClassFixture<FlowApp>
{
    private const string Type = "application/hl7-v2";
    private const string Person = "PID|1||9434765919^^^NHS^NH~H4711||Marigold^Petunia^^^Mrs||19480705|F|||1 Nightingale Way^^Stevenage";

    private static int _ids;

    private static string[] Secrets => ["Marigold", "Petunia", "9434765919", "19480705", "Nightingale", "H4711", "Foxglove"];

    [Theory]
    [InlineData(Type)]
    [InlineData("x-application/hl7-v2+er7")]
    [InlineData("text/plain")]
    public async Task Message_IsAcknowledged_AsWhatItWasSent(string type)
    {
        var answer = await SendAsync(Message("A08"), type);

        Assert.Equal((200, type), (answer.Status, answer.Type));
        Assert.Contains("\rMSA|AA|", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attendances_AreCountedSinceMidnight_AndShown()
    {
        await SendAsync(Message("A04", "RWH20"));
        await SendAsync(Message("A04", "RWH20") + "\r" + Message("A04", "RWH20"));

        await ShownAsync("RWH20", "ed.attendances", 3);
    }

    [Fact]
    public async Task SameMessage_SentAgain_CountsOnce()
    {
        var message = Message("A04", "RWG03");

        await SendAsync(message);
        var again = await SendAsync(message);
        await SendAsync(Message("A04", "RWG03"));

        Assert.Contains("|Counted before; it counts once.", again.Text, StringComparison.Ordinal);
        await ShownAsync("RWG03", "ed.attendances", 2);
    }

    [Fact]
    public async Task Message_ThatIsTried_IsAnsweredAndNotCounted()
    {
        using var own = new FlowApp();
        var message = Message("A04");

        var tried = await own.SendAsync("adt?dryRun=true", Content(message, Type));
        var unclear = await own.SendAsync("adt?dryRun=perhaps", Content(message, Type));
        var sent = await own.SendAsync("adt", Content(message, Type));

        Assert.Equal((200, 400, 200), (tried.Status, unclear.Status, sent.Status));
        Assert.Contains("|Only tried: not kept.", tried.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Counted before", sent.Text, StringComparison.Ordinal);
        await ShownAsync(own, "RWH01", "ed.attendances", 1);
    }

    [Fact]
    public async Task Admission_TakenBack_IsTakenOff()
    {
        var admitted = At(Now);
        await SendAsync(Message("A01", "RWG08", at: admitted));
        await SendAsync(Message("A01", "RWG08", at: admitted));
        await SendAsync(Message("A11", "RWG08") + new string('|', 37) + admitted); // PV1-44.

        await ShownAsync("RWG08", "ed.admissions", 1);
    }

    [Fact]
    public async Task TakingBack_ThatDoesNotSayWhatFrom_IsAcknowledged_AndSeenByTheFeedsOwner()
    {
        using var own = new FlowApp();
        await own.SendAsync("adt", Content(Message("A01"), Type));

        var answer = await own.SendAsync("adt", Content(Message("A11"), Type));

        Assert.Contains("\rMSA|AA|", answer.Text, StringComparison.Ordinal);
        await ShownAsync(own, "RWH01", "ed.admissions", 1);
        Assert.Contains("missing-field", (await own.GetAsync("/api/v1/feeds")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LateMessage_AmendsItsOwnDay()
    {
        var yesterday = At(new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddHours(-13.5));
        await SendAsync(Message("A03", "RQWG0", "I", yesterday));
        await SendAsync(Message("A03", "RQWG0", "I", yesterday));

        var store = app.Services.GetRequiredService<ISeriesStore>();
        var readings = await store.ReadAsync(PlaceCode.Parse("RQWG0"), new MetricKey(MetricCode.Parse("discharges.total")),
            Now.AddDays(-3), Now.AddDays(1), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        var last = readings.MaxBy(reading => reading.PeriodEnd)!;
        Assert.Equal((2, 0, 1), (last.Value, last.PeriodEnd.ToOffset(Uk(last)).Hour, last.AmendedFrom));
        Assert.All(readings, reading => Assert.Equal(2, reading.Value));
    }

    [Fact]
    public void Numbers_AreRememberedForAsLongAsAnEventMayBeLate() => Assert.Equal(AdtRules.Latest, AdtTally.Remembered);

    [Theory]
    [InlineData("|E|", "||", 200, "MSA|AE|")]
    [InlineData("RWH01", "Marigold", 200, "MSA|AE|")]
    [InlineData("ADT^A04", "ORU^R01", 400, "MSA|AR|")]
    [InlineData("MSH|^~\\&|", "MSH||||||", 400, "MSA|AR|")]
    [InlineData("MSH|", "PID|", 400, "MSA|AR|")]
    public async Task Message_ThatIsWrong_IsAnsweredInItsOwnLanguage(string old, string now, int status, string answered)
    {
        var answer = await SendAsync(Message("A04").Replace(old, now, StringComparison.Ordinal));

        Assert.Equal((status, Type), (answer.Status, answer.Type));
        Assert.Contains(answered, answer.Text, StringComparison.Ordinal);
        Assert.Contains("\rERR|", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfAnotherTrust_GetsAe_AndNoKey401()
    {
        var scoped = await app.SendAsync("adt", Content(Message("A04"), Type), app.Scoped("RWG"));
        var none = await app.SendAsync("adt", Content(Message("A04"), Type), app.With(null));
        var other = await app.SendAsync("application/json", Message("A04"), "adt");

        Assert.Contains("\rMSA|AE|", scoped.Text, StringComparison.Ordinal);
        Assert.Equal((401, 415), (none.Status, other.Status));
    }

    [Fact]
    public async Task BrokenOff_BetweenCountAndRecord_IsMendedByTheSameMessage()
    {
        FakeSeries? fake = null;
        using var broken = new FlowApp { Store = real => fake = new FakeSeries(real) };
        var message = Message("A04");
        await broken.SendAsync("adt", Content(Message("A08"), Type)); // So that the store is there.

        fake!.OnAppend = new SeriesException("The disk is full.");
        var refused = await broken.SendAsync("adt", Content(message, Type));
        fake.OnAppend = null;
        var kept = await broken.SendAsync("adt", Content(message, Type));

        Assert.Equal(503, refused.Status);
        Assert.Contains("\rMSA|AE|", refused.Text, StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(200, kept.Status);
        Assert.Contains("\rMSA|AA|", kept.Text, StringComparison.Ordinal);
        await ShownAsync(broken, "RWH01", "ed.attendances", 1);
    }

    /// <summary>After every way in which a message can go: the data folder, the log, the answers and what the feeds' page says.</summary>
    [Fact]
    public async Task Person_IsNowhere_WhateverBecameOfTheMessage()
    {
        using var own = new FlowApp();
        string[] bodies =
        [
            Message("A04"), Message("A01"), Message("A03", patientClass: "I"), Message("A11"), Message("A08"), Message("A04", "NOWHERE"),
            Message("A04").Replace("|E|", "||", StringComparison.Ordinal), Message("A04").Replace("\r", "", StringComparison.Ordinal),
            Message("A04").Replace("RWH01", "Marigold", StringComparison.Ordinal), Message("A04").Replace("|PAS|", "|Marigold Petunia|", StringComparison.Ordinal),
            Message("A04", at: "Marigold"), Message("A04").Replace("|P|2.4", "|9434765919|Marigold", StringComparison.Ordinal), Person, Person + "\r" + Message("A04"),
            Message("A04").Replace("MSH|^~\\&|", "MSH|", StringComparison.Ordinal), string.Concat(Enumerable.Repeat(Message("A04") + "\r", 3)),
        ];
        var said = new StringBuilder();

        foreach (var body in bodies) said.Append((await own.SendAsync("adt", Content(body, Type))).Text);
        said.Append((await own.SendAsync("application/json", bodies[0], "adt")).Text).Append((await own.GetAsync("/api/v1/feeds")).Text);
        said.AppendJoin('\n', own.Log.All);

        SqliteConnection.ClearAllPools();
        var files = Directory.GetFiles(own.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("operations.db", StringComparison.Ordinal));
        foreach (var file in files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))) // Held, and empty.
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            said.Append(Encoding.Latin1.GetString(bytes.ToArray()));
        }

        Assert.Contains("Counted.", said.ToString(), StringComparison.Ordinal);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, said.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    private static TimeSpan Uk(Reading reading) =>
        TimeZoneInfo.FindSystemTimeZoneById("Europe/London").GetUtcOffset(reading.PeriodEnd);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static string At(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";

    private static string Message(string trigger, string site = "RWH01", string patientClass = "E", string? at = null) =>
        string.Join('\r', $@"MSH|^~\&|PAS|RWH|||{At(Now)}||ADT^{trigger}|M{Interlocked.Increment(ref _ids)}|P|2.4",
            $"EVN|{trigger}|{at ?? At(Now)}", Person, $"PV1|1|{patientClass}|MAU^^^{site}||||C12^Foxglove^Digitalis");

    private Task<Answer> SendAsync(string body, string type = Type) => app.SendAsync("adt", Content(body, type));

    private static ByteArrayContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private Task<PlaceState> ShownAsync(string place, string metric, int value) => ShownAsync(app, place, metric, value);

    private static Task<PlaceState> ShownAsync(FlowApp app, string place, string metric, int value) =>
        app.ShownAsync(place, state => state[MetricCode.Parse(metric)]?.Reading.Value == value);
}
