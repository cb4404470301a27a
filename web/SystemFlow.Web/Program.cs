using SystemFlow.Domain.Access;
using SystemFlow.Grains.Hosting;
using SystemFlow.Operations.Nodes;
using SystemFlow.Web.Access;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Alerts;
using SystemFlow.Web.Api;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Backtests;
using SystemFlow.Web.Backups;
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
using SystemFlow.Web.People;
using SystemFlow.Web.Returns;
using SystemFlow.Web.SignIn;
using SystemFlow.Web.SignIn.Providers;
using SystemFlow.Web.Walls;

if (BacktestCommand.Of(args) is { } backtest)
{
    return await backtest.RunAsync(Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
}

if (JournalCommand.Of(args) is { } verify) return verify.Run(Console.Out, Console.Error);
if (AuditCommand.Of(args) is { } verifyAudit) return verifyAudit.Run(Console.Out, Console.Error);
if (BackupCommand.Of(args) is { } backup) return backup.Run(Console.Out, Console.Error, TimeProvider.System);
if (RestoreCommand.Of(args) is { } restore) return restore.Run(Console.Out, Console.Error, TimeProvider.System);
if (VerifySeriesCommand.Of(args) is { } verifySeries) return verifySeries.Run(Console.Out, Console.Error);
if (ReadyCommand.Of(args) is { } ready) return await ready.RunAsync(Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
if (MoveBooksCommand.Of(args) is { } move) return move.Run(Console.Out, Console.Error);
if (MigrateSeriesCommand.Of(args) is { } migrate) return await migrate.RunAsync(Console.Out, Console.Error, TimeProvider.System);

var builder = WebApplication.CreateBuilder(CommandLine.AsSettings(args));
builder.WebHost.UseStaticWebAssets(); // Else dotnet run outside Development serves compressed files empty.
builder.AddSecretFiles();
builder.AddProxies();
builder.AddFaults();
builder.AddSecurityHeaders();
builder.AddLimits();
builder.AddSettings();
builder.AddNodes();
builder.AddSharedSecrets();
builder.AddOnlyNode();
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
builder.AddProvider(builder.AddSignIn());
builder.AddAccess();
builder.AddPeople();
builder.AddWalls();
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
await app.UseSignInAsync();
app.UseWalls();
app.UseLimits();
app.UseAccess();
app.UseRequestDecompression();
app.UseAntiforgery();
app.MapStaticAssets().AllowAnonymous();

// Open to everybody: they look at a key or a link by themselves, or show nothing of what is kept.
var open = app.MapGroup("").AllowAnonymous();
open.MapIntake();
open.MapInflux();
open.MapAdt();
open.MapHealth();
open.MapAcknowledge();
open.MapSignOut();
open.MapProvider();
open.MapWallDoor();

var lookers = app.MapGroup("").Needs(Act.Look);
lookers.MapPlaces();
lookers.MapKit();
lookers.MapLevels();
lookers.MapSeries();
lookers.MapTrends();
lookers.MapSitrep();
lookers.MapJournal();
lookers.MapAudit();
lookers.MapPeople();
lookers.MapAlerts();
lookers.MapCalls();
lookers.MapActions();
lookers.MapFeeds();
lookers.MapEditions();
lookers.MapOpenApi();
lookers.MapHub<FlowHub>("/hubs/flow");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(pages => pages.ContentSecurityFrameAncestorsPolicy = null).KeepDoors();
app.SayWhoReadsSecrets();
await app.RunAsync();
return 0;

/// <summary>Named so that tests can start the app.</summary>
public partial class Program;
