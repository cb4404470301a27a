using SystemFlow.Grains.Hosting;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Api;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Calls;
using SystemFlow.Web.Components;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Handovers;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Levels;
using SystemFlow.Web.Live;
using SystemFlow.Web.Maps;
using SystemFlow.Web.Notices;
using SystemFlow.Web.Returns;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.SignIn.Providers;

if (BacktestCommand.Of(args) is { } backtest)
{
    return await backtest.RunAsync(Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
}

if (JournalCommand.Of(args) is { } verify) return verify.Run(Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(CommandLine.AsSettings(args));
builder.WebHost.UseStaticWebAssets(); // Else dotnet run outside Development serves compressed files empty.
builder.AddSettings();
await builder.AddReplayAsync();
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
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseScreens();
app.UseSecurityHeaders();
app.UseSignIn();
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
app.MapAlerts();
app.MapCalls();
app.MapActions();
app.MapFeeds();
app.MapHealth();
app.MapAcknowledge();
app.MapEditions();
app.MapSignOut();
app.MapProvider();
app.MapOpenApi();
app.MapHub<FlowHub>("/hubs/flow");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
return 0;

/// <summary>Named so that tests can start the app.</summary>
public partial class Program;
