using SystemFlow.Grains.Hosting;
using SystemFlow.Web.Api;
using SystemFlow.Web.Components;
using SystemFlow.Web.Hosting;
using SystemFlow.Web.Live;

var builder = WebApplication.CreateBuilder(CommandLine.AsSettings(args));
builder.WebHost.UseStaticWebAssets(); // Else dotnet run outside Development serves compressed files empty.
builder.AddSettings();
await builder.AddReplayAsync();
builder.AddRecord();
builder.AddEvents();
builder.AddRules();
builder.AddGrains();
builder.AddLiveView();
builder.AddFeeds();
builder.AddApi();
builder.AddScreens();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseScreens();
app.UseSecurityHeaders();
app.UseAccess();
app.UseRequestDecompression();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapIntake();
app.MapPlaces();
app.MapSeries();
app.MapHealth();
app.MapOpenApi();
app.MapHub<FlowHub>("/hubs/flow");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();

/// <summary>Named so that tests can start the app.</summary>
public partial class Program;
