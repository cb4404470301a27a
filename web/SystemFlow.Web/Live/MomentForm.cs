using Microsoft.AspNetCore.Http.Extensions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Live;

/// <summary>
/// What a browser sends that asks for a moment before its page is live, or never is: the date and the time as two fields. It is
/// answered with the address of that moment, the one that is shared.
/// </summary>
internal static class MomentForm
{
    /// <summary>The field of the date, such as 2026-11-27.</summary>
    public const string Date = "at-date";

    /// <summary>The field of the time on a clock in England, such as 04:15.</summary>
    public const string Time = "at-time";

    /// <summary>Answers such forms.</summary>
    public static IApplicationBuilder UseMomentForm(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var asked = http.Request.Query;
        if (!HttpMethods.IsGet(http.Request.Method) || !asked.ContainsKey(Date)) return next(http);
        var query = new QueryBuilder(asked.Where(term => term.Key is not (Date or Time or MomentText.Name)))
        {
            { MomentText.Name, $"{asked[Date]}T{asked[Time]}" }, // Where one is empty the page says that this is no moment.
        };
        http.Response.Redirect(query.ToString()); // Of the same page, whatever its path.
        return Task.CompletedTask;
    });
}
