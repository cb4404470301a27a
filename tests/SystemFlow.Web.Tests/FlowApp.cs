using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Keys;
using SystemFlow.Series;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Tests;

/// <summary>The whole program, with a record of its own in a folder that goes when it does. No simulator.</summary>
public sealed class FlowApp : WebApplicationFactory<Program>
{
    public const string Key = "a-key-for-tests-of-the-whole-app";
    public const string Password = "a password for tests";

    // Long enough for a busy machine; what is awaited comes as soon as it is there.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-web-").FullName;
    private int _moments;
    private int _keys;
    private ISeriesStore? _opened;

    public LogLines Log { get; } = new();

    /// <summary>Settings beside those of every test, such as <c>Feeds:MaxBodyBytes</c>.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Puts another store before the real one; null for the real one alone.</summary>
    public Func<ISeriesStore, ISeriesStore>? Store { get; init; }

    public string Folder => _folder;

    /// <summary>A moment of this hour that no test of this app has used, each later than the one before.</summary>
    public DateTimeOffset NextMoment() =>
        TimeProvider.System.GetUtcNow().AddMinutes(-10).AddSeconds(Interlocked.Increment(ref _moments));

    /// <summary>A client that sends the key of a feed; null for none.</summary>
    public HttpClient With(string? key)
    {
        var client = CreateClient();
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    /// <summary>A client whose feed may write for these places alone.</summary>
    public HttpClient Scoped(params string[] places)
    {
        var keys = Services.GetRequiredService<FeedKeys>();
        return With(keys.Issue($"scoped-{Interlocked.Increment(ref _keys)}", new KeyScope([.. places.Select(PlaceCode.Parse)]), "A test"));
    }

    /// <summary>Somebody's account, made if need be, with <see cref="Password"/>.</summary>
    /// <param name="grants">What they may do; null for everything, everywhere.</param>
    public async Task<Account> AccountAsync(string name = "Ann Other", string job = "site lead", IEnumerable<Grant>? grants = null)
    {
        var book = Services.GetRequiredService<AccountBook>();
        return book.FindByName(UserNameOf(name)) ?? await book.CreateAsync(UserNameOf(name), name, job, "", grants ?? Persons.Everything, Password, "A test");
    }

    /// <summary>"Ann Other" is <c>ann.other@nhs.net</c>.</summary>
    public static string UserNameOf(string name) => $"{name.ToLowerInvariant().Replace(' ', '.')}@nhs.net";

    /// <summary>Sends observations as a JSON array.</summary>
    public async Task<Answer> SendAsync(params object[] rows) =>
        await SendAsync("observations", JsonContent.Create(rows));

    /// <summary>Sends a text as it stands.</summary>
    public async Task<Answer> SendAsync(string type, string body, string route = "observations")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await SendAsync(route, content);
    }

    /// <summary>Sends a body to a route of the intake.</summary>
    public async Task<Answer> SendAsync(string route, HttpContent content, HttpClient? client = null)
    {
        using var response = await (client ?? With(Key)).PostAsync($"/api/v1/{route}", content, Cancelled);
        return await Answer.OfAsync(response);
    }

    /// <summary>Asks for a page of the API, without a key.</summary>
    public async Task<Answer> GetAsync(string path, string? key = null)
    {
        using var response = await With(key).GetAsync(path, Cancelled);
        return await Answer.OfAsync(response);
    }

    /// <summary>The first state of a place that fulfils a condition.</summary>
    public async Task<PlaceState> ShownAsync(string place, Func<PlaceState, bool> condition)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        stop.CancelAfter(Patience);
        var states = Services.GetRequiredService<LiveView>().FollowAsync([PlaceCode.Parse(place)], stop.Token);
        return await states.SelectMany(batch => batch.ToAsyncEnumerable()).FirstAsync(condition, stop.Token);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Data:Directory", _folder);
        builder.UseSetting("Simulator:Enabled", "false");
        builder.UseSetting("SYSTEMFLOW_FEED_KEY", Key);
        builder.UseSetting("SYSTEMFLOW_ADMIN_PASSWORD", Password);
        foreach (var (name, value) in Settings) builder.UseSetting(name, value);
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log).AddFilter<LogLines>(null, LogLevel.Trace));
        builder.ConfigureTestServices(services =>
        {
            // A guess is as dear as it must be in AccountBook's own tests.
            services.AddSingleton(new AccountBookOptions(Path.Combine(_folder, "accounts.db"), Iterations: 100, RefusesAfter: TimeSpan.Zero));
            PutBefore(services, opened =>
            {
                _opened = opened;
                return Store?.Invoke(opened) ?? opened;
            });
        });
    }

    /// <summary>Returns when the record's file is free for the next program: the host's own thread may be closing it still.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_opened is IAsyncDisposable opened) await opened.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static void PutBefore(IServiceCollection services, Func<ISeriesStore, ISeriesStore> store)
    {
        var real = services.Last(service => service.ServiceType == typeof(ISeriesStore)).ImplementationFactory!;
        services.AddSingleton(provider => store((ISeriesStore)real(provider)));
    }
}

/// <summary>What came back over HTTP.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, long Bytes, string? Type)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The counts, as "accepted amended duplicates rejected".</summary>
    public string Counts => string.Join(' ', Json["accepted"], Json["amended"], Json["duplicates"], Json["rejectedTotal"]);

    /// <summary>The reason for which the whole message was refused.</summary>
    public string? Reason => (string?)Json["reason"];

    /// <summary>The refused rows, as "row field reason".</summary>
    public IEnumerable<string> Rejected =>
        Json["rejected"]!.AsArray().Select(row => $"{row!["row"]} {row["field"]} {row["reason"]}");

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, Encoding.UTF8.GetString(bytes), response.Headers, bytes.Length,
            response.Content.Headers.ContentType?.MediaType);
    }
}
