using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Audit;

namespace SystemFlow.Web.Audit;

/// <summary>Writes down who took what away as a file.</summary>
internal static class ExportLines
{
    private const int LongestQuery = 300;

    /// <summary>A line for each file that was given.</summary>
    /// <param name="what">What is in it, in words.</param>
    public static T Exports<T>(this T route, string what) where T : IEndpointConventionBuilder => route.AddEndpointFilter(async (context, next) =>
    {
        var result = await next(context);
        if (!WasGiven(result)) return result;
        var http = context.HttpContext;
        http.RequestServices.GetRequiredService<AuditLog>().Note(http.AuditEntry(AuditKind.Export, http.Request.Path, $"Took {what}{Query(http.Request)}."));
        return result;
    });

    private static bool WasGiven(object? result) => result switch
    {
        INestedHttpResult nested => WasGiven(nested.Result),
        IStatusCodeHttpResult { StatusCode: >= 400 } => false,
        IFileHttpResult => true,
        _ => false,
    };

    // What somebody looked for may be a person's number.
    private static string Query(HttpRequest request)
    {
        if (!request.QueryString.HasValue) return "";
        var query = Uri.UnescapeDataString(request.QueryString.Value!.Replace('+', ' '))[1..];
        if (PatientGuard.Mentions(query)) return ", asked with something that may be a patient's number, which is not kept";
        return $", asked with {(query.Length > LongestQuery ? query[..LongestQuery] + "…" : query)}";
    }
}
