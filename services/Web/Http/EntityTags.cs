// Entity tags [RFC 9110 8.8.3, 13.1].

namespace RustKernel.Services.Web.Http;

/// <summary>Lists of tags, as conditions have them.</summary>
public static class EntityTags
{
    /// <summary>
    /// Whether <paramref name="list"/> is * or has <paramref name="tag"/>, a strong one. With <paramref name="isStrong"/> weak tags of the
    /// list do not match.
    /// </summary>
    public static bool Has(string list, string tag, bool isStrong)
    {
        if (list == "*")
        {
            return true;
        }

        int at = 0;
        while (at < list.Length)
        {
            // Commas and blanks, then an optional W/, then a text in quotation marks, which may contain commas.
            bool isWeak = list[at] == 'W' && at + 1 < list.Length && list[at + 1] == '/';
            int begin = isWeak ? at + 2 : at;
            if (begin >= list.Length || list[begin] != '"')
            {
                bool isBetween = !isWeak && list[at] is ' ' or ',' or '\t';
                if (!isBetween)
                {
                    return false;
                }

                at++;
                continue;
            }

            int end = list.IndexOf('"', begin + 1);
            if (end < 0)
            {
                return false;
            }

            if (!(isWeak && isStrong) && list[begin..(end + 1)] == tag)
            {
                return true;
            }

            at = end + 1;
        }

        return false;
    }
}
