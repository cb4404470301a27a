namespace SystemFlow.Web.Hosting;

/// <summary>What is answered when something fails: a page to a browser, a problem to a program, never how it failed.</summary>
internal static class Faults
{
    /// <summary>Stands before everything that can fail.</summary>
    public static void UseFaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseWhen(
            http => http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
            browser => browser.UseExceptionHandler("/error", createScopeForErrors: true));
    }
}
