using Microsoft.AspNetCore.Diagnostics;

namespace SystemFlow.Web.Hosting;

/// <summary>What is answered when something fails: a page to a browser, a problem to a program, never how it failed.</summary>
internal static class Faults
{
    /// <summary>Adds the answer to programs.</summary>
    public static void AddFaults(this WebApplicationBuilder builder) => builder.Services.AddExceptionHandler<ProblemForPrograms>();

    /// <summary>Stands before everything that can fail.</summary>
    public static void UseFaults(this WebApplication app) => app.UseExceptionHandler("/error", createScopeForErrors: true);

    private sealed class ProblemForPrograms : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
        {
            if (http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)) return false;
            var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            await TypedResults.Problem(statusCode: status).ExecuteAsync(http);
            return true;
        }
    }
}
