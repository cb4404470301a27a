using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components;
using SystemFlow.Web.Live;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseStaticWebAssets(); // Else dotnet run outside Development serves compressed files empty.
builder.Services.AddSingleton(Footprint.HertfordshireWestEssex);
builder.Services.AddSingleton(MetricDictionary.Standard);
builder.Services.AddSingleton(PressureRules.Standard);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<LiveView>();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();

/// <summary>Named so that tests can start the app.</summary>
public partial class Program;
