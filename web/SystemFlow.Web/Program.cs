using SystemFlow.Grains.Hosting;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Api;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Handovers;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Limits;
using SystemFlow.Web.Live;
using SystemFlow.Web.Maps;
using SystemFlow.Web.Notices;
using SystemFlow.Web.Returns;
using SystemFlow.Web.SignIn;

if (BacktestCommand.Of(args) is { } backtest)
{
    return await backtest.RunAsync(Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
}

if (JournalCommand.Of(args) is { } verify) return verify.Run(Console.Out, Console.Error);
if (AuditCommand.Of(args) is { } verifyAudit) return verifyAudit.Run(Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(CommandLine.AsSettings(args));
builder.WebHost.UseStaticWebAssets(); // Else dotnet run outside Development serves compressed files empty.
builder.AddSecretFiles();
builder.AddProxies();
builder.AddSecurityHeaders();
builder.AddLimits();
builder.AddSettings();
await builder.AddReplayAsync();
builder.AddAudit();
builder.AddRecord();
builder.AddEvents();
builder.AddRules();
builder.AddNotices();
builder.AddGrains();
builder.AddLiveView();
builder.AddFeeds();
builder.AddApi();
builder.AddSignIn();
builder.AddLevels();
builder.AddScreens();
builder.AddMap();
builder.AddBacktests();
builder.AddAlerts();
builder.AddEditions();
builder.AddCalls();
builder.AddReturns();
builder.AddHandovers();
builder.AddActions();

var app = builder.Build();
app.UseForwardedHeaders();
app.UseFaults();
app.UseStatusCodePages();
app.UseScreens();
app.UseSecurityHeaders();
app.UseSignIn();
app.UseLimits();
app.UseAccess();
app.UseRequestDecompression();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapIntake();
app.MapInflux();
app.MapAdt();
app.MapPlaces();
app.MapKit();
app.MapLevels();
app.MapSeries();
app.MapTrends();
app.MapSitrep();
app.MapJournal();
app.MapAudit();
app.MapAlerts();
app.MapCalls();
app.MapActions();
app.MapFeeds();
app.MapHealth();
app.MapAcknowledge();
app.MapEditions();
app.MapSignOut();
app.MapOpenApi();
app.MapHub<FlowHub>("/hubs/flow");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(pages => pages.ContentSecurityFrameAncestorsPolicy = null); // Ours says it.
app.SayWhoReadsSecrets();
await app.RunAsync();
return 0;

/// <summary>Named so that tests can start the app.</summary>
public partial class Program;
