// Draws the charts of the page from DATA; drawn anew when the colour scheme or the width changes.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const charts = [];
  // Okabe and Ito's palette, told apart by colour-blind readers, and greys for the rest.
  const PALETTE = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#B8A800', '#7A6FD0', '#999999'];

  const money = v => {
    const a = Math.abs(v);
    const s = a >= 1e9 ? (a / 1e9).toFixed(2) + 'B' : a >= 1e6 ? (a / 1e6).toFixed(2) + 'M'
      : a >= 1e4 ? (a / 1e3).toFixed(1) + 'K' : a >= 1 || a === 0 ? a.toFixed(2) : a.toPrecision(3);
    return (v < 0 ? '-$' : '$') + s;
  };
  const axisMoney = v => money(v).replace(/\.0+(?=[KMB]?$)/, '').replace(/(\.\d*[1-9])0+(?=[KMB]?$)/, '$1');

  const percent = v => (100 * v).toFixed(Math.abs(v) < .1 ? 1 : 0) + '%';
  const plain = v => {
    const a = Math.abs(v);
    return a >= 1e9 ? (v / 1e9).toFixed(1) + 'B' : a >= 1e6 ? (v / 1e6).toFixed(1) + 'M' : a >= 1e4 ? (v / 1e3).toFixed(1) + 'K'
      : String(+v.toPrecision(4));
  };
  // How a value of a kind (Kind.java) is written, and the same on an axis.
  const shown = unit => ({ USD: money, RATE: money, SHARE: percent, SECONDS: v => plain(v) + ' s', MILLIS: v => plain(v) + ' ms' })[unit] || plain;
  const isMoney = unit => unit === 'USD' || unit === 'RATE';
  const onAxis = unit => isMoney(unit) ? axisMoney : shown(unit);

  const base = () => ({
    animation: false,
    textStyle: { color: css('--ink'), fontFamily: 'system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif' },
    tooltip: { backgroundColor: css('--card'), borderColor: css('--line'), textStyle: { color: css('--ink') }, confine: true },
  });
  const axis = extra => Object.assign({
    axisLine: { lineStyle: { color: css('--line') } }, axisTick: { show: false },
    axisLabel: { color: css('--soft') }, splitLine: { lineStyle: { color: css('--line'), type: 'dashed' } },
  }, extra);

  function waterfall(el) {
    const narrow = el.clientWidth < 620;
    const bars = DATA.waterfall;
    let running = 0;
    const spans = bars.map(b => {
      const from = b.total ? 0 : running;
      const to = b.total ? b.usd : running + b.usd;
      running = to;
      return { from, to, b };
    });
    const names = spans.map(s => s.b.label);
    const chart = echarts.init(el, null, { renderer: 'svg' });
    const value = axis({ type: 'value', axisLabel: { color: css('--soft'), formatter: axisMoney, hideOverlap: true } });
    const category = axis({ type: 'category', data: names, splitLine: { show: false }, inverse: narrow,
      axisLabel: { color: css('--ink'), interval: 0, width: narrow ? 104 : Math.max(46, (el.clientWidth - 70) / names.length - 14),
        overflow: 'break', lineHeight: 14, fontSize: 11 } });
    chart.setOption(Object.assign(base(), {
      grid: { left: narrow ? 22 : 8, right: narrow ? 64 : 12, top: 26, bottom: narrow ? 8 : 22, containLabel: true },
      xAxis: narrow ? value : category, yAxis: narrow ? category : value,
      tooltip: Object.assign(base().tooltip, { formatter: p => {
        const s = spans[p.dataIndex];
        const models = (s.b.models || []).slice(0, 5).map(m => m.model.replace(/&/g, '&amp;').replace(/</g, '&lt;') + ' ' + (m.usd > 0 ? '+' : '') + money(m.usd)).join('<br>');
        return '<b>' + s.b.label + '</b> ' + (s.b.total ? '' : s.b.usd > 0 ? '+' : '') + money(s.b.usd) + '<br>' + s.b.meaning + (models ? '<br><br>' + models : '');
      } }),
      series: [{
        type: 'custom', data: spans.map((s, i) => [i, s.from, s.to]), encode: narrow ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] },
        renderItem: (params, api) => {
          const s = spans[params.dataIndex];
          const at = v => narrow ? api.coord([v, api.value(0)]) : api.coord([api.value(0), v]);
          const a = at(s.from), z = at(s.to);
          const band = (narrow ? api.size([0, 1])[1] : api.size([1, 0])[0]) * .62;
          const fill = s.b.total ? css('--total') : s.b.usd > 0 ? css('--up') : css('--down');
          const rect = narrow
            ? { x: Math.min(a[0], z[0]), y: a[1] - band / 2, width: Math.max(1.5, Math.abs(z[0] - a[0])), height: band }
            : { x: a[0] - band / 2, y: Math.min(a[1], z[1]), width: band, height: Math.max(1.5, Math.abs(z[1] - a[1])) };
          const label = (s.b.total || s.b.usd <= 0 ? '' : '+') + money(s.b.usd);
          const children = [{ type: 'rect', shape: Object.assign(rect, { r: 2 }), style: { fill } },
            { type: 'text', style: narrow
              ? { text: label, x: rect.x + rect.width + 5, y: a[1], verticalAlign: 'middle', fill: css('--ink'), fontSize: 11 }
              : { text: label, x: a[0], y: rect.y - 5, align: 'center', verticalAlign: 'bottom', fill: css('--ink'), fontSize: 12 } }];
          if (params.dataIndex < spans.length - 1) {
            const next = narrow ? api.coord([s.to, api.value(0) + 1]) : api.coord([api.value(0) + 1, s.to]);
            children.push({ type: 'line', style: { stroke: css('--soft'), lineWidth: 1, lineDash: [2, 2] }, shape: narrow
              ? { x1: z[0], y1: a[1] + band / 2, x2: z[0], y2: next[1] - band / 2 }
              : { x1: a[0] + band / 2, y1: z[1], x2: next[0] - band / 2, y2: z[1] } });
          }
          return { type: 'group', children };
        },
      }],
    }));
    return chart;
  }

  function byModel(el) {
    const s = DATA.series;
    const chart = echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(Object.assign(base(), {
      color: PALETTE,
      legend: { bottom: 0, type: 'scroll', textStyle: { color: css('--ink') }, pageTextStyle: { color: css('--soft') }, pageIconColor: css('--ink'), itemWidth: 12, itemHeight: 9, itemGap: 14 },
      grid: { left: 8, right: 12, top: 14, bottom: 44, containLabel: true },
      tooltip: Object.assign(base().tooltip, { trigger: 'axis', axisPointer: { type: 'shadow' }, order: 'valueDesc', valueFormatter: money }),
      xAxis: axis({ type: 'category', data: s.labels, splitLine: { show: false } }),
      yAxis: axis({ type: 'value', axisLabel: { color: css('--soft'), formatter: axisMoney } }),
      series: s.models.map(m => ({ name: m.model.slice(m.model.lastIndexOf('/') + 1), type: 'bar', stack: 'spend', data: m.usd, barCategoryGap: '18%', itemStyle: m.rest ? { color: css('--total'), opacity: .45 } : {} })),
    }));
    return chart;
  }

  const line = (key, color) => el => {
    const s = DATA.series;
    const chart = echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(Object.assign(base(), {
      grid: { left: 8, right: 34, top: 14, bottom: 8, containLabel: true },
      tooltip: Object.assign(base().tooltip, { trigger: 'axis', valueFormatter: v => v == null ? '-' : money(v) }),
      xAxis: axis({ type: 'category', data: s.labels, splitLine: { show: false }, boundaryGap: false }),
      yAxis: axis({ type: 'value', min: 0, axisLabel: { color: css('--soft'), formatter: axisMoney } }),
      series: [{ type: 'line', data: s[key], showSymbol: s.labels.length < 40, symbolSize: 5, lineStyle: { width: 2, color: css(color) }, itemStyle: { color: css(color) }, areaStyle: { color: css(color), opacity: .08 } }],
    }));
    return chart;
  };

  // Several series over the same periods, from DATA.lines.
  const lines = spec => el => {
    const many = spec.series.length > 1;
    const show = shown(spec.unit);
    // Labels that are numbers stand where their size puts them.
    const scale = spec.labels.length > 1 && spec.labels.every(l => /^\d+(\.\d+)?%?$/.test(l));
    const sign = scale && spec.labels[0].endsWith('%') ? '%' : '';
    const chart = echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(Object.assign(base(), {
      color: PALETTE,
      legend: many ? { bottom: 0, type: 'scroll', textStyle: { color: css('--ink') }, pageTextStyle: { color: css('--soft') }, pageIconColor: css('--ink'), itemWidth: 14, itemHeight: 9, itemGap: 14 } : undefined,
      grid: { left: 28, right: 34, top: 14, bottom: many ? 44 : 8, containLabel: true },
      tooltip: Object.assign(base().tooltip, { trigger: 'axis', order: 'valueDesc', valueFormatter: v => { const y = Array.isArray(v) ? v[1] : v; return y == null ? '-' : show(y); } }),
      xAxis: axis(scale
        ? { type: 'value', min: 'dataMin', max: 'dataMax', splitLine: { show: false }, axisLabel: { color: css('--soft'), formatter: v => +v.toFixed(2) + sign, hideOverlap: true } }
        : { type: 'category', data: spec.labels, splitLine: { show: false }, boundaryGap: false }),
      yAxis: axis({ type: spec.log ? 'log' : 'value', scale: !isMoney(spec.unit), min: spec.log ? v => v.min * .8 : isMoney(spec.unit) ? 0 : undefined, max: spec.log ? v => v.max * 1.25 : undefined, axisLabel: { color: css('--soft'), formatter: onAxis(spec.unit), showMinLabel: !spec.log, showMaxLabel: !spec.log } }),
      series: spec.series.map((s, i) => ({ name: s.name, type: 'line', step: spec.step ? 'end' : undefined, data: scale ? s.data.map((y, x) => [parseFloat(spec.labels[x]), y]) : s.data, showSymbol: spec.labels.length < 40 && spec.series.length < 12, symbolSize: 5,
        lineStyle: { width: many ? 1.6 : 2.2, type: i < PALETTE.length ? 'solid' : i < 2 * PALETTE.length ? 'dashed' : 'dotted' } })),
    }));
    return chart;
  };

  // Parts of a whole over common labels, from DATA.stacks; the last part may be the others.
  const stacks = spec => el => {
    const chart = echarts.init(el, null, { renderer: 'svg' });
    const many = spec.series.length > 1;
    const rows = many ? Math.ceil(spec.series.length / Math.max(1, Math.floor(el.clientWidth / 215))) : 0;
    if (rows > 4) el.style.height = 430 + 20 * (rows - 4) + 'px';
    chart.setOption(Object.assign(base(), {
      color: PALETTE,
      legend: many ? { bottom: 0, textStyle: { color: css('--ink') }, itemWidth: 12, itemHeight: 9, itemGap: 12 } : undefined,
      grid: { left: 8, right: 12, top: 14, bottom: many ? 24 + 20 * rows : 8, containLabel: true },
      tooltip: Object.assign(base().tooltip, { trigger: 'axis', axisPointer: { type: 'shadow' }, order: 'valueDesc', valueFormatter: v => v == null ? '-' : shown(spec.unit)(v) }),
      xAxis: axis({ type: 'category', data: spec.labels, splitLine: { show: false }, axisLabel: { color: css('--soft'), hideOverlap: true } }),
      yAxis: axis({ type: 'value', axisLabel: { color: css('--soft'), formatter: onAxis(spec.unit) } }),
      series: spec.series.map(s => ({ name: s.name, type: 'bar', stack: 'all', data: s.data, barCategoryGap: '18%', barMaxWidth: 60, itemStyle: s.name === 'others' ? { color: css('--total'), opacity: .45 } : {} })),
    }));
    return chart;
  };

  // Values by name, from DATA.ranks.
  const ranks = spec => el => {
    const narrow = el.clientWidth < 620;
    const rows = spec.ranks.slice().reverse();
    const names = rows.map(r => narrow ? r.name.slice(r.name.lastIndexOf('/') + 1) : r.name);
    const wide = Math.min(narrow ? 150 : 300, 7 * Math.max(...names.map(n => n.length)));
    el.style.height = Math.max(140, 40 + 26 * rows.length) + 'px';
    const chart = echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(Object.assign(base(), {
      grid: { left: wide + 10, right: 78, top: 8, bottom: narrow ? 8 : 26 },
      tooltip: Object.assign(base().tooltip, { formatter: p => p.name.replace(/&/g, '&amp;').replace(/</g, '&lt;') + '<br>' + shown(spec.unit)(p.value) }),
      xAxis: axis({ type: 'value', axisLabel: { show: !narrow, color: css('--soft'), formatter: onAxis(spec.unit), hideOverlap: true } }),
      yAxis: axis({ type: 'category', data: names, splitLine: { show: false }, axisLabel: { color: css('--ink'), width: wide, overflow: 'truncate', fontSize: 12, interval: 0 } }),
      series: [{ type: 'bar', data: rows.map(r => r.value), barMaxWidth: 18, itemStyle: { color: css('--down'), borderRadius: [0, 2, 2, 0] },
        label: { show: true, position: 'right', color: css('--ink'), fontSize: 11, formatter: p => shown(spec.unit)(p.value) } }],
    }));
    return chart;
  };

  // Price against score, from DATA.scatter: models as points, the frontier as a line.
  const scatter = s => el => {
    const esc = t => t.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    const at = p => ({ value: [p.usd, p.score], name: p.model, listing: p.listing });
    const front = s.points.filter(p => p.frontier).sort((a, b) => a.usd - b.usd);
    const narrow = el.clientWidth < 620;
    const chart = echarts.init(el, null, { renderer: 'svg' });
    chart.setOption(Object.assign(base(), {
      legend: { bottom: 0, textStyle: { color: css('--ink') }, itemWidth: 14, itemHeight: 9 },
      grid: { left: 8, right: 24, top: 34, bottom: 44, containLabel: true },
      tooltip: Object.assign(base().tooltip, { formatter: p => p.data.listing
        ? '<b>' + esc(p.data.name) + '</b><br>' + esc(p.data.listing) + '<br>' + money(p.value[0]) + ', score ' + p.value[1].toFixed(1) : '' }),
      xAxis: axis({ type: 'log', axisLabel: { color: css('--soft'), formatter: axisMoney, hideOverlap: true }, name: '' }),
      yAxis: axis({ type: 'value', scale: true, name: 'score', nameTextStyle: { color: css('--soft') } }),
      series: [
        { name: 'models', type: 'scatter', symbolSize: 7, itemStyle: { color: css('--total'), opacity: .55 }, data: s.points.filter(p => !p.frontier && !p.used).map(at) },
        { name: 'used', type: 'scatter', symbolSize: 10, symbol: 'diamond', itemStyle: { color: css('--up') }, data: s.points.filter(p => p.used && !p.frontier).map(at) },
        { name: 'frontier', type: 'line', step: 'end', symbolSize: 9, showSymbol: true, lineStyle: { color: css('--down'), width: 1.6 }, itemStyle: { color: css('--down') }, data: front.map(at),
          label: { show: !narrow, formatter: p => p.data.name, position: 'top', color: css('--ink'), fontSize: 10 }, labelLayout: { hideOverlap: true },
          markLine: { silent: true, symbol: 'none', lineStyle: { color: css('--up'), type: 'dashed' }, label: { formatter: s.marked, color: css('--soft') }, data: [{ xAxis: s.spent }] } },
      ],
    }));
    return chart;
  };

  // From a low to a high value about a middle, from DATA.bars: which assumption moves the answer most;
  // without a middle, ranges by themselves.
  const bars = spec => el => {
    const show = shown(spec.unit);
    const rows = spec.bars.slice().reverse();
    const range = spec.middle === undefined;
    const chart = echarts.init(el, null, { renderer: 'svg' });
    const half = (key, color) => ({ name: key === 'low' ? 'at the low end' : 'at the high end', type: 'custom', itemStyle: { color: css(color) },
      data: rows.map((r, i) => [i, range ? (r.low + r.high) / 2 : spec.middle, r[key]]), encode: { y: 0, x: [1, 2] },
      renderItem: (params, api) => {
        const r = rows[params.dataIndex], from = api.value(1), to = api.value(2);
        const a = api.coord([from, api.value(0)]), z = api.coord([to, api.value(0)]);
        const h = Math.min(20, api.size([0, 1])[1] * .62);
        const right = range ? key === 'high' : to > from || (to === from && key === 'high');
        // Of two ends on one side only the further is named.
        const nearer = !range && (r.low - from) * (r.high - from) > 0 && Math.abs(to - from) < Math.abs((key === 'low' ? r.high : r.low) - from);
        const children = [{ type: 'rect', shape: { x: Math.min(a[0], z[0]), y: a[1] - h / 2, width: Math.max(1.5, Math.abs(z[0] - a[0])), height: h }, style: { fill: css(color), opacity: nearer ? 1 : .85 }, z2: nearer ? 2 : 1 }];
        if (!nearer && !(range && r.low === r.high && key === 'low')) children.push({ type: 'text', style: { text: show(to), x: z[0] + (right ? 4 : -4), y: a[1], align: right ? 'left' : 'right', verticalAlign: 'middle', fill: css('--ink'), fontSize: 11 } });
        return { type: 'group', children };
      } });
    const all = rows.flatMap(r => [r.low, r.high]).concat(range ? [] : spec.middle);
    const low = Math.min(...all), high = Math.max(...all), pad = (high - low || 1) * .14;
    chart.setOption(Object.assign(base(), {
      legend: range ? undefined : { bottom: 0, textStyle: { color: css('--ink') }, itemWidth: 12, itemHeight: 9 },
      grid: { left: 8, right: 16, top: 10, bottom: range ? 8 : 40, containLabel: true },
      tooltip: Object.assign(base().tooltip, { formatter: p => rows[p.dataIndex].name.replace(/&/g, '&amp;').replace(/</g, '&lt;') + '<br>' + show(rows[p.dataIndex].low) + ' to ' + show(rows[p.dataIndex].high) }),
      xAxis: axis({ type: 'value', min: low - pad, max: high + pad, axisLabel: { color: css('--soft'), formatter: onAxis(spec.unit), showMinLabel: false, showMaxLabel: false, hideOverlap: true } }),
      yAxis: axis({ type: 'category', data: rows.map(r => r.name), splitLine: { show: false }, axisLabel: { color: css('--ink'), width: el.clientWidth < 620 ? 110 : 280, overflow: 'break', lineHeight: 13, fontSize: 11, interval: 0 } }),
      series: range ? [half('low', '--down'), half('high', '--down')] : [half('low', '--down'), half('high', '--up')],
    }));
    return chart;
  };

  // Values by row and column, from DATA.heat.
  const heat = spec => el => {
    const chart = echarts.init(el, null, { renderer: 'svg' });
    const most = Math.max(1e-9, ...spec.values.map(v => v[2]));
    chart.setOption(Object.assign(base(), {
      grid: { left: 8, right: 16, top: 10, bottom: 8, containLabel: true },
      tooltip: Object.assign(base().tooltip, { formatter: p => spec.columns[p.value[0]] + ', ' + spec.rows[p.value[1]] + ': ' + p.value[2].toFixed(1) + '%' }),
      xAxis: axis({ type: 'category', data: spec.columns, splitLine: { show: false }, axisLabel: { color: css('--ink') } }),
      yAxis: axis({ type: 'category', data: spec.rows, inverse: true, splitLine: { show: false }, axisLabel: { color: css('--ink') } }),
      visualMap: { show: false, min: 0, max: most, inRange: { color: [css('--card'), css('--up')] } },
      series: [{ type: 'heatmap', data: spec.values, itemStyle: { borderColor: css('--card'), borderWidth: 2 },
        label: { show: true, color: css('--ink'), fontSize: 10, formatter: p => p.value[2] < .05 ? '' : p.value[2].toFixed(1) } }],
    }));
    return chart;
  };

  const DRAW = { waterfall, 'by-model': byModel, 'price': line('usdPerMtok', '--down'), 'unit': line('usdPerUnit', '--up') };
  function draw() {
    charts.splice(0).forEach(c => c.dispose());
    const all = Object.assign({}, DRAW);
    for (const [id, spec] of Object.entries(DATA.lines || {})) all[id] = lines(spec);
    for (const [id, spec] of Object.entries(DATA.bars || {})) all[id] = bars(spec);
    for (const [id, spec] of Object.entries(DATA.scatter || {})) all[id] = scatter(spec);
    for (const [id, spec] of Object.entries(DATA.stacks || {})) all[id] = stacks(spec);
    for (const [id, spec] of Object.entries(DATA.ranks || {})) all[id] = ranks(spec);
    for (const [id, spec] of Object.entries(DATA.heat || {})) all[id] = heat(spec);
    for (const [id, f] of Object.entries(all)) {
      const el = document.getElementById(id);
      if (el) charts.push(f(el));
    }
  }
  draw();
  dark.addEventListener('change', draw);
  let timer;
  addEventListener('resize', () => { clearTimeout(timer); timer = setTimeout(draw, 120); });
})();
