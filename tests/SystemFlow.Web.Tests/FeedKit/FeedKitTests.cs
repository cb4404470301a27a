using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Series;
using SystemFlow.Web.Components.Pages.Kit;
using SystemFlow.Web.FeedKit;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.FeedKit;

/// <summary>What a partner is given, held to what the intake takes.</summary>
public sealed class FeedKitTests(FlowApp app) : IClassFixture<FlowApp>
{
    public static TheoryData<string> EveryPlace => [.. Footprint.HertfordshireWestEssex.Places.Select(place => place.Code.ToString())];

    [Theory]
    [MemberData(nameof(EveryPlace))]
    public async Task Examples_OfEveryPlace_AreTakenAsTheyStand(string code)
    {
        using var scope = app.Services.CreateScope();
        var examples = scope.ServiceProvider.GetRequiredService<FeedExamples>().Of(Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse(code)));

        foreach (var example in examples.Where(example => example.Body is not null))
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(example.Body!));
            content.Headers.TryAddWithoutValidation("Content-Type", example.Type);
            using var response = await app.With(FlowApp.Key).PostAsync(example.Path + "?dryRun=true", content, TestContext.Current.CancellationToken);
            var answer = await Answer.OfAsync(response);
            Assert.True(response.IsSuccessStatusCode, $"{example.Title} of {code}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task Template_OfAPlace_IsAFileToDownload()
    {
        using var response = await app.With(null).GetAsync("/api/v1/templates/ry424.csv", TestContext.Current.CancellationToken);

        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("systemflow-RY424.csv", response.Content.Headers.ContentDisposition!.FileName);
        Assert.StartsWith("place,metric,value,absent,periodEnd\r\nRY424,bedbase.open,,,\r\n", text);
    }

    [Theory]
    [InlineData("/api/v1/templates/NOWHERE.csv")]
    [InlineData("/api/v1/templates/RWH01")]
    public async Task Template_OfNoPlace_Is404WithWhatToDo(string path)
    {
        var answer = await app.GetAsync(path);

        Assert.Equal(404, answer.Status);
        Assert.Contains("It is named after a place", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AFileWithGoodAndBadRows_SaysOfEachWhatWouldBecomeOfIt_AndStoresNothing()
    {
        var file = $"place,metric,value,periodEnd\nRWH20,ed.in-department,5,{Now}\nRWH2O,ed.in-department,5,{Now}\nRWH20,ed.in-department,many,{Now}\n";

        var verdict = await TryAsync(file);

        Assert.Equal(("text/csv", 1, 2), (verdict.Format.Type, verdict.Answer!.Accepted, verdict.Answer.RejectedTotal));
        Assert.Equal([(3, "place", "unknown-place"), (4, "value", "not-a-number")], verdict.Answer.Rejected.Select(row => (row.Row, row.Field, row.Reason)));
        Assert.Equal(5, Assert.Single(verdict.Accepted).Value);
        var store = app.Services.GetRequiredService<ISeriesStore>();
        Assert.Empty(await store.LatestAsync(PlaceCode.Parse("RWH20"), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("\"check\"", (await app.GetAsync("/api/v1/feeds")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"place\":\"RWH20\",\"metric\":\"ed.in-department\",\"value\":5,\"periodEnd\":\"NOW\"}]", "application/json")]
    [InlineData("{\"place\":\"RWH20\",\"metric\":\"ed.in-department\",\"value\":5,\"periodEnd\":\"NOW\"}\n{\"place\":\"RWH20\",\"metric\":\"ed.dta-waiting\",\"value\":5,\"periodEnd\":\"NOW\"}\n", "application/x-ndjson")]
    [InlineData("ed.in-department,place=RWH20 value=5\n", "text/plain")]
    [InlineData("\uFEFFmetric,place,periodEnd,value\ned.in-department,RWH20,NOW,5\n", "text/csv")]
    public async Task Check_RecognisesTheFormatByTheFile(string file, string type)
    {
        var verdict = await TryAsync(file.Replace("NOW", Now, StringComparison.Ordinal));

        Assert.Equal(type, verdict.Format.Type);
        Assert.True(verdict.Answer!.Accepted > 0);
    }

    [Fact]
    public async Task Check_AFileThatLooksLikeAPatient_IsRefusedWhole_AndNothingOfItIsRepeatedOrLogged()
    {
        var verdict = await TryAsync($"place,metric,value,periodEnd,comment\nRWH20,ed.in-department,5,{Now},943 476 5919\n");

        Assert.Equal("looks-like-a-patient", verdict.Refused!.Reason);
        Assert.Empty(verdict.Accepted);
        Assert.DoesNotContain("5919", verdict.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.All, line => line.Contains("943 476 5919", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_AFileThatIsTooLarge_IsNotRead()
    {
        var check = app.Services.GetRequiredService<FileCheck>();
        using var stream = new MemoryStream(new byte[check.MaxBytes + 1]);

        Assert.Null(await check.TryAsync(stream, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task KitPage_NamesEveryReason_AndGivesThePlacesTemplate()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("feeds/kit?place=loc-dacorum");

        var page = await screen.RenderAsync<KitPage>();

        Assert.NotNull(page.QuerySelector("a[href='/api/v1/templates/loc-dacorum.csv'][download]"));
        Assert.NotNull(page.QuerySelector("#reason-looks-like-a-patient"));
        Assert.Contains("carehome.vacancies", page.QuerySelector("[data-format=JSON] pre")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("X-Api-Key: $SYSTEMFLOW_FEED_KEY", page.QuerySelector("[data-format=CSV] pre")!.TextContent, StringComparison.Ordinal);
    }

    private static string Now => TimeProvider.System.GetUtcNow().AddMinutes(-1).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<FileVerdict> TryAsync(string file)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return (await app.Services.GetRequiredService<FileCheck>().TryAsync(stream, null, TestContext.Current.CancellationToken))!;
    }
}
